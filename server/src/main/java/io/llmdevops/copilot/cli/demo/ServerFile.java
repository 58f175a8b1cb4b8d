package io.llmdevops.copilot.cli.demo;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The configuration of the demo's server: short intervals, a database to throw away.
final class ServerFile {
  private ServerFile() {}

  /// @param prometheus port of the Prometheus; absent: the built-in scraper asks `services`
  static String text(
      int port,
      Path folder,
      Optional<Integer> prometheus,
      Map<String, URI> services,
      Duration interval) {
    StringBuilder yaml =
        new StringBuilder(
            """
            server:
              port: %d
              shutdown-timeout: 3s
            database:
              data-dir: %s
            log:
              format: text
            watches:
              interval: %ds
              lag: %ds
              discovery-interval: %ds
            correlation:
              settle: 20s
            sources:
            """
                .formatted(
                    port,
                    quoted(folder.resolve("data").toString()),
                    interval.toSeconds(),
                    interval.toSeconds() / 2,
                    interval.toSeconds()));
    if (prometheus.isPresent()) {
      yaml.append("  prometheus-url: http://127.0.0.1:" + prometheus.get() + "\n");
    } else {
      yaml.append("  scrape:\n    interval: " + interval.toSeconds() + "s\n    targets:\n");
      services.forEach((name, address) ->
          yaml.append(
              """
                    %1$s:
                      url: %2$s
                      labels:
                        job: shop
                        service: %1$s
              """
                  .formatted(name, address.resolve("/metrics"))));
    }
    return yaml.toString();
  }

  private static String quoted(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
