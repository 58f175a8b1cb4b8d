package io.llmdevops.copilot.cli.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// What a demo is asked to do.
///
/// @param home folder of the program, with its launcher and the shop's jar
/// @param fault what breaks
/// @param port of the copilot; absent: 3000, or a free one when that is taken
/// @param duration after which it ends by itself; absent: when it is told to
/// @param marker file that tells other commands where the demo is
public record DemoPlan(
    Path home,
    Fault fault,
    Optional<Integer> port,
    Metrics metrics,
    Optional<Duration> duration,
    Path marker) {

  /// @param after from the moment that the first measurements are watched
  public record Fault(Kind kind, Duration after, Duration duration) {}

  /// Words as the shop knows them.
  public enum Kind {
    LATENCY("payment", "takes 15 times as long"),
    ERRORS("inventory", "fails every third request"),
    MEMORY("catalog", "leaks memory until it dies of it"),
    DEPENDENCY("bank-gateway", "no longer answers");

    private final String service;
    private final String story;

    Kind(String service, String story) {
      this.service = service;
      this.story = story;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    String service() {
      return service;
    }

    String story() {
      return service + " " + story;
    }
  }

  /// Who collects the measurements.
  public enum Metrics {
    /// A Prometheus when one is installed, else the built-in scraper.
    AUTO,
    PROMETHEUS,
    BUILT_IN
  }
}
