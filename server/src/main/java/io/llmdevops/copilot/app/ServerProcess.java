package io.llmdevops.copilot.app;

import io.llmdevops.copilot.identity.Exposure;
import io.llmdevops.copilot.platform.config.Configuration;
import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.platform.config.CopilotConfigSource;
import io.llmdevops.copilot.platform.database.EmbeddedPostgres;
import io.llmdevops.copilot.platform.database.ServerAddress;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What exists before Quarkus boots and after it has stopped: the checked configuration and, when
/// no database is configured, the embedded one.
final class ServerProcess implements AutoCloseable {
  /// Beyond the shutdown time-out: closing the database may take its own time.
  private static final Duration GRACE = Duration.ofSeconds(70);

  private static volatile @Nullable EmbeddedPostgres embedded;

  private final @Nullable EmbeddedPostgres database;
  private final Duration patience;
  private final CountDownLatch ended = new CountDownLatch(1);

  private ServerProcess(@Nullable EmbeddedPostgres database, Duration patience) {
    this.database = database;
    this.patience = patience;
  }

  static ServerProcess prepare(Optional<Path> configFile) {
    Configuration configuration = Configuration.load(configFile);
    String host = configuration.get("copilot.server.host");
    Exposure.check(host, configuration.find("copilot.security.admin-token"));
    requireFree(host, configuration.number("copilot.server.port"));
    Map<String, String> values = new HashMap<>(configuration.values());
    EmbeddedPostgres database = null;
    if (configuration.find("copilot.database.url").isEmpty()) {
      refuseHalfConfigured(configuration);
      database = EmbeddedPostgres.start(configuration.dataFolder(), System.err::println);
      embedded = database;
      ServerAddress address = database.address();
      values.put("copilot.database.url", address.url());
      values.put("copilot.database.user", address.user());
      values.put("copilot.database.password", address.password());
    }
    values.putAll(tracing(configuration));
    CopilotConfigSource.install(values);
    Duration patience =
        configuration
            .duration("copilot.server.shutdown-timeout")
            .plus(configuration.duration("copilot.server.shutdown-delay"))
            .plus(GRACE);
    return new ServerProcess(database, patience);
  }

  /// The database that this process started, for those who are made by Quarkus.
  static Optional<EmbeddedPostgres> embedded() {
    return Optional.ofNullable(embedded);
  }

  /// Traces are off unless somebody says where they go.
  static Map<String, String> tracing(Configuration configuration) {
    return configuration
        .find("copilot.telemetry.otlp-endpoint")
        .map(endpoint ->
            Map.of(
                "quarkus.otel.sdk.disabled",
                "false",
                "quarkus.otel.exporter.otlp.endpoint",
                endpoint,
                "quarkus.otel.exporter.otlp.protocol",
                configuration.get("copilot.telemetry.otlp-protocol"),
                "quarkus.otel.traces.sampler.arg",
                configuration.get("copilot.telemetry.sampling")))
        .orElse(Map.of());
  }

  private static void refuseHalfConfigured(Configuration configuration) {
    List<String> orphans =
        List.of("copilot.database.user", "copilot.database.password", "copilot.database.tls")
            .stream()
            .filter(key -> configuration.values().containsKey(key))
            .toList();
    if (!orphans.isEmpty()) {
      throw new ConfigurationError(
          List.of(
              String.join(", ", orphans)
                  + " is set but copilot.database.url (COPILOT_DB_URL) is not"));
    }
  }

  /// A port that is taken is told before a database is started for nothing.
  private static void requireFree(String host, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new Unavailable(
          "cannot listen on "
              + host
              + ":"
              + port
              + " ("
              + e.getMessage()
              + "). Stop what uses it, or set COPILOT_SERVER_PORT.",
          Duration.ZERO,
          e);
    }
  }

  /// Keeps the JVM alive until the server has stopped in order, and no longer than it may take: a
  /// JVM ends when all its shutdown hooks have, whatever the main thread still does. A database
  /// that is left behind is stopped by the next start.
  void awaitEnd() {
    try {
      if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("copilot: the shutdown takes too long, cutting it off");
        Runtime.getRuntime().halt(ExitCode.TERMINATED.number());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      if (database != null) {
        database.close();
      }
    } finally {
      ended.countDown();
    }
  }
}
