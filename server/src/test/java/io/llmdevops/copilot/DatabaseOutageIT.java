package io.llmdevops.copilot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.platform.database.OwnPostgres;
import io.llmdevops.copilot.testkit.AlertStream;
import io.llmdevops.copilot.testkit.Await;
import io.llmdevops.copilot.testkit.PackagedCopilot;
import io.llmdevops.copilot.testkit.PrometheusProcess;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The delivered server with a PostgreSQL that goes away under load, and with a Prometheus that
/// does. `-Doutage.seconds=60` makes it the literal minute.
class DatabaseOutageIT {
  private static final Duration OUTAGE =
      Duration.ofSeconds(Integer.getInteger("outage.seconds", 5));

  @TempDir Path temporary = Path.of("");

  enum Loss {
    REFUSED,
    HANGING;

    void begin(OwnPostgres postgres) {
      switch (this) {
        case REFUSED -> postgres.stop();
        case HANGING -> postgres.freeze();
      }
    }

    void end(OwnPostgres postgres) {
      switch (this) {
        case REFUSED -> postgres.startAgain();
        case HANGING -> postgres.thaw();
      }
    }
  }

  private Path folder(String name) throws Exception {
    Path folder = Files.createDirectory(temporary.resolve(name));
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  private static String config(OwnPostgres postgres, PrometheusProcess prometheus) {
    return """
      url: %s
      user: %s
      password: %s
      pool-timeout: 1s
    intake:
      patience: 2s
    sources:
      prometheus-url: %s
    watches:
      discovery: false
      interval: 1s
      lag: 1s
      deadline: 2s
      warm-up: 10s
      custom:
        - {name: clock, query: 'time() %% 7', service-label: job}
        - {name: itself, query: up, service-label: job}
    """
        .formatted(postgres.url(), postgres.user(), postgres.password(), prometheus.url());
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void a_database_that_goes_away_loses_nothing_and_everything_goes_on_after_it(Loss loss)
      throws Exception {
    try (OwnPostgres postgres = OwnPostgres.start(folder("postgres"));
        PrometheusProcess prometheus = PrometheusProcess.start(folder("prometheus"), SCRAPE);
        PackagedCopilot copilot =
            PackagedCopilot.start(folder("copilot"), config(postgres, prometheus))) {
      awaitWatched(copilot, Instant.EPOCH);
      AlertStream alerts = AlertStream.start(copilot.url(), "outage", 4, 10);
      try (alerts) {
        alerts.awaitMore(50);

        loss.begin(postgres);
        long began = System.nanoTime();
        Await.until("deliveries are refused", () -> alerts.refused().size() >= 4);
        saysWhatIsWrong(copilot);
        Await.until("the outage lasts", () -> System.nanoTime() - began > OUTAGE.toNanos());
        loss.end(postgres);

        alerts.awaitMore(50);
      }
      assertThat(alerts.unanswered()).isEmpty();
      assertThat(alerts.refused()).allSatisfy(DatabaseOutageIT::isClear);
      // Its patience, and for a machine that is busy as much again.
      assertThat(alerts.slowest()).isLessThan(Duration.ofSeconds(40));
      eachIsThereOnce(postgres, alerts);
      Await.until("all is correlated", () -> uncorrelated(postgres) == 0);
      Await.until("health is good again", () -> isUp(copilot));
      awaitWatched(copilot, Instant.now());
    }
  }

  @Test
  void a_prometheus_that_freezes_holds_up_neither_alerts_nor_the_watches_after_it()
      throws Exception {
    try (OwnPostgres postgres = OwnPostgres.start(folder("postgres"));
        PrometheusProcess prometheus = PrometheusProcess.start(folder("prometheus"), SCRAPE);
        PackagedCopilot copilot =
            PackagedCopilot.start(folder("copilot"), config(postgres, prometheus))) {
      awaitWatched(copilot, Instant.EPOCH);

      prometheus.freeze();
      Await.until(
          "each watch says why it stands still",
          () -> watches(copilot).allMatch(watch -> !watch.path("error").asText().isEmpty()));
      try (AlertStream alerts = AlertStream.start(copilot.url(), "meanwhile", 2, 10)) {
        alerts.awaitMore(20);
      }
      assertThat(copilot.ask("/health/ready").statusCode()).isEqualTo(200);
      prometheus.thaw();

      awaitWatched(copilot, Instant.now());
      // Each second of the time was looked at once, also those of the frost.
      assertThat(
              postgres.count(
                  """
                  select count(*) from (
                    select from_time,
                      lag(to_time) over (partition by watch_id order by to_time) as before
                    from watch_cycle) cycles
                  where before is not null and from_time <> before
                  """))
          .isZero();
    }
  }

  private static final String SCRAPE =
      """
      global: {scrape_interval: 1s}
      scrape_configs:
        - job_name: itself
          static_configs: [{targets: ['127.0.0.1:1']}]
      """;

  private static void saysWhatIsWrong(PackagedCopilot copilot) {
    Await.until("readiness falls", () -> copilot.ask("/health/ready").statusCode() == 503);
    assertThat(copilot.ask("/health/live").statusCode()).isEqualTo(200);
    JsonNode health = copilot.get("/health");
    assertThat(health.path("status").asText()).isEqualTo("DOWN");
    assertThat(health.at("/checks/database/status").asText()).isEqualTo("DOWN");
    assertThat(health.at("/checks/database/detail").asText()).isNotBlank();
    isClear(copilot.ask("/api/v1/incidents"));
    HttpResponse<String> metrics = copilot.ask("/metrics");
    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.body()).containsPattern("copilot_intake_refused_total [1-9]");
  }

  private static void isClear(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After").orElse("")).matches("[1-9]\\d*");
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(PackagedCopilot.json(answer).path("detail").asText()).isNotBlank();
  }

  private static void eachIsThereOnce(OwnPostgres postgres, AlertStream alerts) {
    Map<String, Long> times =
        postgres.alerts().stream()
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    assertThat(times.keySet()).containsAll(alerts.acknowledged());
    assertThat(times.values()).containsOnly(1L);
  }

  private static int uncorrelated(OwnPostgres postgres) {
    return postgres.count("select count(*) from alert where correlated_at is null");
  }

  private static boolean isUp(PackagedCopilot copilot) {
    return copilot.get("/health").path("status").asText().equals("UP");
  }

  private static java.util.stream.Stream<JsonNode> watches(PackagedCopilot copilot) {
    return copilot.get("/api/v1/watches").path("items").valueStream();
  }

  /// Both watches have processed what came after `moment`.
  private static void awaitWatched(PackagedCopilot copilot, Instant moment) {
    Await.until(
        "both watches are at work after " + moment,
        () ->
            watches(copilot)
                    .filter(watch ->
                        watch.hasNonNull("last_cycle_at")
                            && Instant.parse(watch.path("watermark").asText()).isAfter(moment))
                    .count()
                == 2);
  }
}
