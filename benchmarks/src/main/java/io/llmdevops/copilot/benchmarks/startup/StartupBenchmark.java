package io.llmdevops.copilot.benchmarks.startup;

import io.llmdevops.copilot.benchmarks.Benchmark;
import io.llmdevops.copilot.benchmarks.BenchmarkFailure;
import io.llmdevops.copilot.benchmarks.BenchmarkOptions;
import io.llmdevops.copilot.benchmarks.ServerProcess;
import io.llmdevops.copilot.platform.database.EmbeddedPostgres;
import io.llmdevops.copilot.platform.database.ServerAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// From the start of the process to `/health/ready` on an existing database: CPU seconds and wall
/// time, then resident memory when idle and after a run of alerts; each the median of three starts,
/// with and without the cache of loaded and linked classes (JEP 483, 514, 515).
public final class StartupBenchmark implements Benchmark {
  private static final int RUNS = 3;
  private static final int IDLE_SECONDS = 10;
  private static final int DELIVERIES = 200;
  private static final int ALERTS_EACH = 20;

  @Override
  public String name() {
    return "startup";
  }

  @Override
  public String summary() {
    return "CPU, time and memory of a start on an existing database (2 minutes)";
  }

  @Override
  public List<String> keys() {
    return List.of("cpu_s", "wall_s", "idle_mb", "loaded_mb", "cpu_s_no_aot");
  }

  /// One start.
  private record Start(double cpu, double wall, double idle, double loaded, int alerts) {}

  @Override
  public Map<String, String> run(BenchmarkOptions options) throws Exception {
    Path folder = Files.createTempDirectory("copilot-startup");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, line -> {})) {
      ServerAddress database = postgres.address();
      Path cache = cache(options.home());
      migrate(options.home(), database, folder);
      List<Start> plain = starts(options.home(), List.of(), database, folder);
      List<Start> cached =
          starts(options.home(), List.of("-XX:AOTCache=" + cache), database, folder);
      System.out.println("                 cpu s   wall s   idle MB   loaded MB");
      print("without cache", plain);
      print("with cache", cached);
      Map<String, String> figures = new LinkedHashMap<>();
      figures.put("cpu_s", String.format(Locale.ROOT, "%.2f", median(cached, Start::cpu)));
      figures.put("wall_s", String.format(Locale.ROOT, "%.2f", median(cached, Start::wall)));
      figures.put("idle_mb", String.format(Locale.ROOT, "%.0f", median(cached, Start::idle)));
      figures.put("loaded_mb", String.format(Locale.ROOT, "%.0f", median(cached, Start::loaded)));
      figures.put("cpu_s_no_aot", String.format(Locale.ROOT, "%.2f", median(plain, Start::cpu)));
      figures.put("idle_mb_no_aot", String.format(Locale.ROOT, "%.0f", median(plain, Start::idle)));
      figures.put("alerts", Integer.toString(cached.getFirst().alerts));
      return figures;
    } finally {
      delete(folder);
    }
  }

  /// The cache is the one that `./copilot start` makes after a build and uses, so that users get
  /// what is measured here.
  private static Path cache(Path home) throws IOException, InterruptedException {
    ProcessBuilder launcher =
        new ProcessBuilder("sh", home.resolve("copilot").toString(), "build").inheritIO();
    launcher.environment().remove("COPILOT_SKIP_BUILD");
    if (launcher.start().waitFor() != 0) {
      throw new BenchmarkFailure("./copilot build failed");
    }
    Path cache = home.resolve("target/server.aot");
    if (!Files.exists(cache)) {
      throw new BenchmarkFailure("no cache was made; target/training.log says why");
    }
    return cache;
  }

  /// The schema, so that each measured start finds it.
  private static void migrate(Path home, ServerAddress database, Path folder) throws IOException {
    try (ServerProcess server =
        ServerProcess.start(
            home, List.of(), settings(database), List.of(), folder.resolve("first.log"))) {
      server.awaitAnswer("/health/ready");
    }
  }

  private static Map<String, String> settings(ServerAddress database) {
    return Map.of(
        "COPILOT_DB_URL", database.url(),
        "COPILOT_DB_USER", database.user(),
        "COPILOT_DB_PASSWORD", database.password());
  }

  private static List<Start> starts(
      Path home, List<String> flags, ServerAddress database, Path folder)
      throws IOException, InterruptedException {
    List<Start> starts = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      long began = System.nanoTime();
      try (ServerProcess server =
          ServerProcess.start(
              home, flags, settings(database), List.of(), folder.resolve("run.log"))) {
        server.awaitAnswer("/health/ready");
        ProcessUsage used = new ProcessUsage(server.pid());
        double cpu = used.cpuSeconds();
        double wall = (System.nanoTime() - began) / 1e9;
        TimeUnit.SECONDS.sleep(IDLE_SECONDS);
        double idle = used.residentMegabytes();
        int accepted = alerts(server, DELIVERIES);
        starts.add(new Start(cpu, wall, idle, used.residentMegabytes(), accepted));
      }
    }
    return starts;
  }

  /// Says how many alerts were taken.
  private static int alerts(ServerProcess server, int deliveries) {
    int accepted = 0;
    for (int i = 0; i < deliveries; i++) {
      int status = server.post("/api/v1/webhooks/alertmanager", delivery(i));
      accepted += status >= 200 && status < 300 ? ALERTS_EACH : 0;
    }
    return accepted;
  }

  /// As Alertmanager sends it (webhook version 4).
  private static String delivery(int number) {
    String alerts =
        IntStream.range(0, ALERTS_EACH)
            .mapToObj(i ->
                """
                {"status":"firing","labels":{"alertname":"HighLatency","service":"s%d",
                "instance":"i%d-%d","severity":"warning"},"annotations":{"summary":"slow"},
                "startsAt":"2026-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z",
                "generatorURL":"http://prometheus/graph","fingerprint":"%08x%08x"}
                """
                    .formatted(number % 10, number, i, number, i))
            .collect(Collectors.joining(","));
    return """
    {"version":"4","groupKey":"{}:{n=%d}","truncatedAlerts":0,"status":"firing","receiver":"copilot",
    "groupLabels":{},"commonLabels":{},"commonAnnotations":{},"externalURL":"http://alertmanager",
    "alerts":[%s]}
    """
        .formatted(number, alerts);
  }

  private static void print(String name, List<Start> starts) {
    starts.forEach(s ->
        System.out.printf(
            Locale.ROOT,
            "%-14s %7.2f %8.2f %9.0f %11.0f%n",
            name,
            s.cpu,
            s.wall,
            s.idle,
            s.loaded));
  }

  private static double median(List<Start> starts, ToDoubleFunction<Start> figure) {
    return starts.stream()
        .mapToDouble(figure)
        .sorted()
        .skip(starts.size() / 2)
        .findFirst()
        .orElse(0);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
