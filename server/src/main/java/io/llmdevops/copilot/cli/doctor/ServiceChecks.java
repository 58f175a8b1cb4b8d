package io.llmdevops.copilot.cli.doctor;

import io.llmdevops.copilot.cli.server.ServerClient;
import io.llmdevops.copilot.cli.text.Humane;
import io.llmdevops.copilot.platform.cache.RedisProbe;
import io.llmdevops.copilot.platform.cache.RedisSettings;
import io.llmdevops.copilot.platform.config.Configuration;
import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.platform.database.DatabaseFacts;
import io.llmdevops.copilot.platform.database.DatabaseSettings;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.llmdevops.copilot.sources.ConfiguredSources;
import io.llmdevops.copilot.sources.SourceSettings;
import io.llmdevops.copilot.sources.SourceStates;
import io.llmdevops.copilot.sources.Sources;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What the configuration names: the port and the database.
final class ServiceChecks {
  private static final Duration SKEW = Duration.ofSeconds(2);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final Duration SOURCE = Duration.ofSeconds(10);
  private static final int OLDEST = 15;
  private static final int NEWEST = 18;

  private final Configuration configuration;
  private final InstantSource time;

  ServiceChecks(Configuration configuration, InstantSource time) {
    this.configuration = configuration;
    this.time = time;
  }

  Finding port() {
    String host = configuration.get("copilot.server.host");
    int port = configuration.number("copilot.server.port");
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return Finding.ok("port", host + ":" + port + " is free");
    } catch (IOException taken) {
      URI here = URI.create("http://127.0.0.1:" + port);
      try (var client = new ServerClient(here, Optional.empty(), ANSWER)) {
        return client.status("/health/live").filter(status -> status == 200).isPresent()
            ? Finding.ok("port", "a copilot answers at " + here)
            : Finding.fail(
                "port",
                host + ":" + port + " cannot be used: " + taken.getMessage(),
                "Stop what uses it, or set COPILOT_SERVER_PORT.");
      }
    }
  }

  List<Finding> database() throws IOException {
    if (configuration.find("copilot.database.url").isEmpty()) {
      return List.of(embedded());
    }
    try {
      DatabaseFacts facts = DatabaseFacts.of(configuration.settings(DatabaseSettings.class), time);
      return List.of(version(facts), clock(facts));
    } catch (Unavailable e) {
      return List.of(
          Finding.fail(
              "database",
              e.getMessage(),
              "See that it runs and that COPILOT_DB_URL, COPILOT_DB_USER and COPILOT_DB_PASSWORD"
                  + " are right."));
    }
  }

  Finding redis() {
    RedisSettings settings = configuration.settings(RedisSettings.class);
    if (settings.url().isEmpty()) {
      return Finding.ok("redis", "none configured; one server alone needs none");
    }
    try {
      return RedisProbe.trouble(settings, time)
          .map(trouble ->
              Finding.warn(
                  "redis", trouble, "See that it runs and that COPILOT_REDIS_URL is right."))
          .orElseGet(() -> Finding.ok("redis", "answers"));
    } catch (IllegalArgumentException e) {
      return Finding.fail("redis", String.valueOf(e.getMessage()), "Mend COPILOT_REDIS_URL.");
    }
  }

  List<Finding> sources() {
    try (Sources sources =
        ConfiguredSources.open(
            configuration.settings(SourceSettings.class), time, Meters.unread())) {
      if (sources.metrics().isEmpty()) {
        return List.of(
            Finding.warn(
                "sources",
                "none is configured; only alerts are taken in",
                "Set COPILOT_PROMETHEUS_URL, see docs/use/sources.md."));
      }
      return SourceStates.of(sources, SOURCE).problems().entrySet().stream()
          .map(state ->
              state
                  .getValue()
                  .map(problem ->
                      Finding.fail(
                          "source " + state.getKey(),
                          problem,
                          "See that it runs and that its settings are right:"
                              + " docs/use/sources.md."))
                  .orElseGet(() -> Finding.ok("source " + state.getKey(), "answers")))
          .toList();
    } catch (ConfigurationError e) {
      return e.problems().stream()
          .map(problem -> Finding.fail("sources", problem, "See docs/use/sources.md."))
          .toList();
    }
  }

  private Finding embedded() throws IOException {
    Path data = configuration.dataFolder().resolve("postgres/data");
    Path version = data.resolve("PG_VERSION");
    if (Files.isReadable(version)) {
      return Finding.ok(
          "database", "embedded PostgreSQL " + Files.readString(version).strip() + " in " + data);
    }
    return Finding.ok(
        "database",
        Files.exists(data) ? "embedded, in " + data : "embedded, made at the first start");
  }

  private static Finding version(DatabaseFacts facts) {
    String detail =
        "PostgreSQL %s, %d migrations applied, %d to come at the next start"
            .formatted(facts.version(), facts.applied(), facts.pending());
    if (facts.majorVersion() < OLDEST) {
      return Finding.fail("database", detail, "Use PostgreSQL " + OLDEST + " to " + NEWEST + ".");
    }
    return facts.majorVersion() > NEWEST
        ? Finding.warn(
            "database", detail, "Tested are PostgreSQL " + OLDEST + " to " + NEWEST + ".")
        : Finding.ok("database", detail);
  }

  private static Finding clock(DatabaseFacts facts) {
    Duration apart = facts.ahead().abs();
    if (apart.compareTo(SKEW) < 0) {
      return Finding.ok("clock", "agrees with the database's");
    }
    return Finding.warn(
        "clock",
        "the database's clock is "
            + Humane.span(apart)
            + (facts.ahead().isNegative() ? " behind" : " ahead"),
        "Let both keep time by NTP.");
  }
}
