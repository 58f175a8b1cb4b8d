package io.llmdevops.copilot.cli.demo;

import io.llmdevops.copilot.cli.server.ServerClient;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The servers that a demo starts beside the shop, each on loopback and with its data in the demo's
/// folder.
final class Programs {
  private static final Duration START = Duration.ofMinutes(3);

  private Programs() {}

  /// A program on the PATH.
  public static Optional<Path> find(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static Child prometheus(Path program, Path folder, Path configuration, int port) {
    return Child.start(
        "prometheus",
        List.of(
            program.toString(),
            "--config.file=" + configuration,
            "--storage.tsdb.path=" + folder.resolve("prometheus"),
            "--web.listen-address=127.0.0.1:" + port,
            "--log.level=warn"),
        Map.of(),
        folder);
  }

  /// Groups nothing and waits for nothing: the copilot groups.
  static Child alertmanager(Path program, Path folder, int port, URI copilot) {
    write(
        folder.resolve("alertmanager.yml"),
        """
        route:
          receiver: copilot
          group_by: ['...']
          group_wait: 1s
          group_interval: 5s
          repeat_interval: 1m
        receivers:
          - name: copilot
            webhook_configs:
              - url: '%s'
                send_resolved: true
        """
            .formatted(copilot.resolve("/api/v1/webhooks/alertmanager")));
    return Child.start(
        "alertmanager",
        List.of(
            program.toString(),
            "--config.file=" + folder.resolve("alertmanager.yml"),
            "--storage.path=" + folder.resolve("alertmanager"),
            "--web.listen-address=127.0.0.1:" + port,
            "--cluster.listen-address=",
            "--log.level=warn"),
        Map.of(),
        folder);
  }

  /// The launcher replaces itself by the server, so that the process that is started here is the
  /// server, with the options that any other start has.
  static Child copilot(Path home, Path folder, Path configuration) {
    return copilot(home, folder, configuration, Map.of());
  }

  /// @param environment for the launcher
  static Child copilot(
      Path home, Path folder, Path configuration, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("COPILOT_SKIP_BUILD", "1");
    all.put("JAVA_HOME", System.getProperty("java.home"));
    return Child.start(
        "copilot",
        List.of(
            "sh",
            home.resolve("copilot").toString(),
            "start",
            "--config",
            configuration.toString()),
        all,
        folder);
  }

  static void awaitReady(Child child, int port, String path) throws InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + port);
    try (var client = new ServerClient(address, Optional.empty(), Duration.ofSeconds(5))) {
      child.await(() -> client.status(path).filter(status -> status == 200).isPresent(), START);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Unavailable(file + " cannot be written: " + e, Duration.ZERO, e);
    }
  }
}
