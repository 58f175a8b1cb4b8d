package io.llmdevops.copilot.cli;

import io.llmdevops.copilot.cli.demo.Demo;
import io.llmdevops.copilot.cli.demo.DemoPlan;
import io.llmdevops.copilot.cli.demo.DemoPlan.Fault;
import io.llmdevops.copilot.cli.demo.DemoPlan.Kind;
import io.llmdevops.copilot.cli.demo.DemoPlan.Metrics;
import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "demo",
    description = {
      "Start a small shop, watch it, break it, and tell what the copilot finds.",
      "Everything is started for the demo and thrown away at its end. A time is written as 90,"
          + " 90s, 2m or 1h."
    })
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--fault",
      paramLabel = "KIND",
      defaultValue = "latency",
      converter = Words.class,
      description = "latency, errors, memory or dependency (${DEFAULT-VALUE}).")
  private Kind fault = Kind.LATENCY;

  @Option(
      names = "--fault-after",
      paramLabel = "TIME",
      defaultValue = "60s",
      converter = Times.class,
      description = "From the first measurements to the fault (${DEFAULT-VALUE}).")
  private Duration after = Duration.ofMinutes(1);

  @Option(
      names = "--fault-duration",
      paramLabel = "TIME",
      defaultValue = "2m",
      converter = Times.class,
      description = "From the fault to its end (${DEFAULT-VALUE}).")
  private Duration lasting = Duration.ofMinutes(2);

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = Times.class,
      description = "End by itself so long after everything is up. Default: Ctrl-C ends it.")
  private @Nullable Duration duration;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the copilot. Default: 3000, or a free one when that is taken.")
  private @Nullable Integer port;

  @Option(
      names = "--metrics",
      paramLabel = "WHO",
      defaultValue = "auto",
      converter = Collectors.class,
      description =
          "prometheus, built-in, or auto: a Prometheus when one is installed (${DEFAULT-VALUE}).")
  private Metrics metrics = Metrics.AUTO;

  @Option(names = "--open", description = "Open the page in a browser.")
  private boolean open;

  @Option(names = "--no-browser", description = "Do not open a browser (the default).")
  private boolean noBrowser;

  private final Session session;

  DemoCommand(Session session) {
    this.session = session;
  }

  static final class Words implements ITypeConverter<Kind> {
    @Override
    public Kind convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "latency" -> Kind.LATENCY;
        case "errors" -> Kind.ERRORS;
        case "memory" -> Kind.MEMORY;
        case "dependency" -> Kind.DEPENDENCY;
        default ->
            throw new TypeConversionException(
                "'" + value + "' is not latency, errors, memory or dependency");
      };
    }
  }

  static final class Collectors implements ITypeConverter<Metrics> {
    @Override
    public Metrics convert(String value) {
      return switch (value.toLowerCase(Locale.ROOT)) {
        case "auto" -> Metrics.AUTO;
        case "prometheus" -> Metrics.PROMETHEUS;
        case "built-in" -> Metrics.BUILT_IN;
        default ->
            throw new TypeConversionException(
                "'" + value + "' is not auto, prometheus or built-in");
      };
    }
  }

  static final class Times implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      if (!value.matches("\\d{1,6}[smh]?")) {
        throw new TypeConversionException("'" + value + "' is not a time; write 90s, 2m or 1h");
      }
      long number = Long.parseLong(value.replaceAll("\\D", ""));
      return switch (value.charAt(value.length() - 1)) {
        case 'm' -> Duration.ofMinutes(number);
        case 'h' -> Duration.ofHours(number);
        default -> Duration.ofSeconds(number);
      };
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    Path home =
        session
            .home()
            .orElseThrow(() -> new BadRequest("only the launcher runs the demo: ./copilot demo"));
    DemoPlan plan =
        new DemoPlan(
            home,
            new Fault(fault, after, lasting),
            Optional.ofNullable(port),
            metrics,
            Optional.ofNullable(duration),
            RunningDemo.file(session).orElseThrow());
    Demo.run(plan, session.screen(), session.time(), this::show);
    return ExitStatus.DONE.number();
  }

  /// A browser that cannot be opened is no problem: the address is in the story.
  private void show(URI address) {
    if (open && !noBrowser) {
      boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("mac");
      try {
        new ProcessBuilder(List.of(mac ? "open" : "xdg-open", address.toString()))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
      } catch (IOException none) {
        session.err().println("No browser could be opened.");
      }
    }
  }
}
