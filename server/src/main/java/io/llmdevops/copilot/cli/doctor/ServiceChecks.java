package io.llmdevops.copilot.cli.doctor;

import io.llmdevops.copilot.cli.server.ServerClient;
import io.llmdevops.copilot.cli.text.Humane;
import io.llmdevops.copilot.identity.Exposure;
import io.llmdevops.copilot.platform.cache.RedisProbe;
import io.llmdevops.copilot.platform.cache.RedisSettings;
import io.llmdevops.copilot.platform.config.Configuration;
import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.platform.database.DatabaseFacts;
import io.llmdevops.copilot.platform.database.DatabaseSettings;
import io.llmdevops.copilot.platform.errors.CopilotException.Forbidden;
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
import java.util.stream.Stream;

/// What the configuration names: the port, the database, Redis and the sources.
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

  List<Finding> port() {
    String host = configuration.get("copilot.server.host");
    int port = configuration.number("copilot.server.port");
    return Stream.of(listening(host, port), exposed(host)).flatMap(Optional::stream).toList();
  }

  private Optional<Finding> listening(String host, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
      return Optional.of(Finding.ok("port", host + ":" + port + " is free"));
    } catch (IOException taken) {
      return Optional.of(
          copilotAt(port)
              .map(here -> Finding.ok("port", "a copilot answers at " + here))
              .orElseGet(() ->
                  Finding.fail(
                      "port",
                      host + ":" + port + " cannot be used: " + taken.getMessage(),
                      "Stop what uses it, or set COPILOT_SERVER_PORT.")));
    }
  }

  /// Where one of ours tells that it lives: on its own port, or on that for probes.
  private Optional<URI> copilotAt(int port) {
    return Stream.concat(
            Stream.of(port),
            configuration.find("copilot.server.management-port").stream().map(Integer::valueOf))
        .map(candidate -> URI.create("http://127.0.0.1:" + candidate))
        .filter(ServiceChecks::lives)
        .findFirst();
  }

  private static boolean lives(URI server) {
    try (var client = new ServerClient(server, Optional.empty(), ANSWER)) {
      return client.status("/health/live").filter(status -> status == 200).isPresent();
    }
  }

  private Optional<Finding> exposed(String host) {
    try {
      Exposure.check(host, configuration.find("copilot.security.admin-token"));
      return Optional.empty();
    } catch (Forbidden refused) {
      return Optional.of(access(String.valueOf(refused.getMessage())));
    } catch (ConfigurationError wrong) {
      return Optional.of(access(String.join("; ", wrong.problems())));
    }
  }

  private static Finding access(String problem) {
    return Finding.fail(
        "access", problem, "Set COPILOT_ADMIN_TOKEN or COPILOT_SERVER_HOST accordingly.");
  }

  List<Finding> database() throws IOException {
    if (configuration.find("copilot.database.url").isEmpty()) {
      return List.of(embedded());
    }
    try {
      DatabaseFacts facts = DatabaseFacts.of(configuration.settings(DatabaseSettings.class), time);
      return List.of(version(facts), clock(facts));
    } catch (Unavailable | IllegalArgumentException e) {
      return List.of(
          Finding.fail(
              "database",
              String.valueOf(e.getMessage()),
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
          .map(trouble -> Finding.warn("redis", trouble, mendRedis(trouble)))
          .orElseGet(() -> Finding.ok("redis", "answers"));
    } catch (IllegalArgumentException e) {
      return Finding.fail("redis", String.valueOf(e.getMessage()), "Mend COPILOT_REDIS_URL.");
    }
  }

  /// By Redis's own error codes, and by the JDK's word for a certificate that nobody vouches for.
  private static String mendRedis(String trouble) {
    if (trouble.contains("NOAUTH") || trouble.contains("WRONGPASS")) {
      return "Set its password in COPILOT_REDIS_URL: redis://:PASSWORD@host:6379.";
    }
    return trouble.contains("PKIX") || trouble.contains("certificat")
        ? "Name the file of the authority that signed its certificate in COPILOT_REDIS_TLS_CA, and"
            + " the host as in the certificate in COPILOT_REDIS_URL."
        : "See that it runs and that COPILOT_REDIS_URL and COPILOT_REDIS_MODE are right. The server"
            + " works without it.";
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
