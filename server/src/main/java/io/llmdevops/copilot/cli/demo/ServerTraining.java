package io.llmdevops.copilot.cli.demo;

import io.llmdevops.copilot.cli.server.ServerClient;
import io.llmdevops.copilot.platform.database.EmbeddedPostgres;
import io.llmdevops.copilot.platform.database.ServerAddress;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Lets the server run once, on a database to throw away, so that its JVM writes down the classes
/// that it loaded and linked (JEP 483, 514, 515). A start with that file needs half the CPU time.
public final class ServerTraining {
  private static final Duration ANSWER = Duration.ofSeconds(30);

  /// The JVM writes the file while it ends.
  private static final Duration WRITING = Duration.ofMinutes(3);

  private static final String FILE = "server.aot";

  /// What every user looks at, and what a Prometheus and a load balancer ask.
  private static final List<String> PATHS =
      List.of(
          "/",
          "/incidents",
          "/signals",
          "/watches",
          "/metrics",
          "/health",
          "/api/v1/incidents",
          "/api/v1/signals");

  private static final int DELIVERIES = 3;
  private static final int ALERTS_EACH = 20;

  private ServerTraining() {}

  /// A server that is started without the launcher, as in the container image: `java`, the start
  /// options and the jars in one folder. It carries no database, so that the training brings one.
  public record Installed(Path folder) {
    List<String> command(Path configuration) {
      return List.of(
          folder.resolve("java/bin/java").toString(),
          "@" + folder.resolve("jvm.options"),
          "-XX:AOTCacheOutput=" + FILE,
          "-jar",
          folder.resolve("app/quarkus-run.jar").toString(),
          "--config",
          configuration.toString());
    }
  }

  /// @param cache the file to write
  /// @throws Unavailable the server did not start, or wrote nothing; with the end of its log
  public static void run(Installed installed, Path cache) throws IOException, InterruptedException {
    Path data = DemoFolder.create("training-database");
    try (EmbeddedPostgres database = EmbeddedPostgres.start(data, progress -> {})) {
      ServerAddress address = database.address();
      Map<String, String> environment =
          Map.of(
              "COPILOT_DB_URL", address.url(),
              "COPILOT_DB_USER", address.user(),
              "COPILOT_DB_PASSWORD", address.password());
      run(
          (folder, configuration) ->
              Child.start("copilot", installed.command(configuration), environment, folder),
          cache);
    } finally {
      DemoFolder.delete(data);
    }
  }

  /// @param home where the launcher is
  /// @param cache the file to write
  /// @throws Unavailable the server did not start, or wrote nothing; with the end of its log
  public static void run(Path home, Path cache) throws IOException, InterruptedException {
    // The name stands alone, in the server's own folder: an option cannot have spaces.
    Map<String, String> environment = Map.of("COPILOT_JAVA_OPTS", "-XX:AOTCacheOutput=" + FILE);
    run(
        (folder, configuration) -> Programs.copilot(home, folder, configuration, environment),
        cache);
  }

  private interface Start {
    Child server(Path folder, Path configuration);
  }

  /// What it leaves when it fails or is killed, its keeper takes away.
  private static void run(Start start, Path cache) throws IOException, InterruptedException {
    Path folder = DemoFolder.create("training");
    Keeper keeper = Keeper.start(folder, null);
    int port = Ports.free();
    URI address = URI.create("http://127.0.0.1:" + port);
    Path configuration = folder.resolve("copilot.yaml");
    Programs.write(
        configuration,
        ServerFile.text(port, folder, Optional.empty(), Map.of("copilot", address), Demo.INTERVAL));
    Child server = start.server(folder, configuration);
    keeper.mind(server);
    try {
      Programs.awaitReady(server, port, "/health/ready");
      use(address);
    } finally {
      server.askToEnd();
      server.awaitEnd(WRITING);
    }
    Path written = folder.resolve(FILE);
    if (!Files.exists(written)) {
      throw new Unavailable("the JVM wrote no cache. " + server.lastWords(), Duration.ZERO, null);
    }
    Files.move(written, cache, StandardCopyOption.REPLACE_EXISTING);
    DemoFolder.delete(folder);
    keeper.dismiss();
  }

  private static void use(URI server) {
    try (var client = new ServerClient(server, Optional.empty(), ANSWER)) {
      for (int delivery = 0; delivery < DELIVERIES; delivery++) {
        client.post("/api/v1/webhooks/alertmanager", alerts(delivery), Map.of());
        PATHS.forEach(client::status);
      }
    }
  }

  /// As Alertmanager sends them (webhook version 4).
  private static Map<String, ?> alerts(int delivery) {
    return Map.of(
        "version",
        "4",
        "status",
        "firing",
        "receiver",
        "copilot",
        "groupKey",
        "training " + delivery,
        "alerts",
        IntStream.range(0, ALERTS_EACH)
            .mapToObj(i ->
                Map.of(
                    "status",
                    "firing",
                    "labels",
                    Map.of("alertname", "Slow", "service", "s" + i, "delivery", "" + delivery),
                    "annotations",
                    Map.of("summary", "slow"),
                    "startsAt",
                    "2026-01-01T00:00:00Z"))
            .toList());
  }
}
