package io.llmdevops.copilot.benchmarks;

import io.llmdevops.copilot.benchmarks.intake.IntakeBenchmark;
import io.llmdevops.copilot.benchmarks.intake.IntakeKillBenchmark;
import io.llmdevops.copilot.benchmarks.models.ProviderFaultsBenchmark;
import io.llmdevops.copilot.benchmarks.petshop.QuietBenchmark;
import io.llmdevops.copilot.benchmarks.startup.StartupBenchmark;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `benchmarks/run NAME [--data DIR]`: runs one benchmark and ends with its line of figures. Exit
/// codes: 0 it ran, 1 it could not run, 2 wrong usage.
public final class BenchmarkMain {
  static final List<Benchmark> ALL =
      List.of(
          new DetectionBenchmark(),
          new IntakeBenchmark(),
          new IntakeKillBenchmark(),
          new ProviderFaultsBenchmark(),
          new QuietBenchmark(),
          new RcaPetshopBenchmark(),
          new StartupBenchmark(),
          new TakeoverBenchmark());

  private BenchmarkMain() {}

  public static void main(String[] args) throws Exception {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) throws Exception {
    @Nullable String name = null;
    Path home = Path.of(System.getProperty("copilot.home", "."));
    Path data = home.resolve("../shared/data");
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--list" -> {
          ALL.forEach(b -> out.printf("%-16s %s%n", b.name(), b.summary()));
          return 0;
        }
        case "--data" -> {
          if (++i == args.length) {
            err.println("--data needs a folder");
            return 2;
          }
          data = Path.of(args[i]);
        }
        default -> name = args[i];
      }
    }
    if (name == null) {
      err.println("usage: benchmarks/run NAME [--data DIR], or benchmarks/run --list");
      return 2;
    }
    String wanted = name;
    Optional<Benchmark> found = ALL.stream().filter(b -> b.name().equals(wanted)).findFirst();
    if (found.isEmpty()) {
      err.printf("no benchmark is named '%s'; benchmarks/run --list names them%n", wanted);
      return 2;
    }
    try {
      out.println(lastLine(found.get(), found.get().run(new BenchmarkOptions(data, home))));
      return 0;
    } catch (BenchmarkFailure e) {
      err.println(wanted + ": " + e.getMessage());
      return 1;
    }
  }

  /// The promised keys first and in order, then whatever else was measured.
  static String lastLine(Benchmark benchmark, Map<String, String> figures) {
    if (!figures.keySet().containsAll(benchmark.keys())) {
      throw new IllegalStateException(
          benchmark.name() + " gave " + figures.keySet() + ", but promises " + benchmark.keys());
    }
    String promised =
        benchmark.keys().stream()
            .map(key -> " " + key + "=" + figures.get(key))
            .collect(Collectors.joining());
    String further =
        figures.entrySet().stream()
            .filter(figure -> !benchmark.keys().contains(figure.getKey()))
            .map(figure -> " " + figure.getKey() + "=" + figure.getValue())
            .collect(Collectors.joining());
    return benchmark.name() + promised + further;
  }
}
