package io.llmdevops.copilot;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.platform.database.OwnPostgres;
import io.llmdevops.copilot.sources.http.RawServer;
import io.llmdevops.copilot.testkit.AlertStream;
import io.llmdevops.copilot.testkit.Await;
import io.llmdevops.copilot.testkit.PackagedCopilot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGTERM while there is work.
class ShutdownIT {
  /// Beyond the configured limit: the JVM's own end, on a machine that is busy.
  private static final Duration GRACE = Duration.ofSeconds(15);

  private static final int TERMINATED = 143;

  @TempDir Path temporary = Path.of("");

  @BeforeEach
  void let_the_database_in() throws Exception {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    Files.setPosixFilePermissions(
        Files.createDirectory(temporary.resolve("postgres")),
        PosixFilePermissions.fromString("rwx--x--x"));
  }

  private static String config(OwnPostgres postgres, String source) {
    return """
      url: %s
      user: %s
      password: %s
    sources:
      prometheus-url: %s
    watches:
      discovery: false
      interval: 1s
      lag: 1s
      custom:
        - {name: some, query: up, service-label: job}
    """
        .formatted(postgres.url(), postgres.user(), postgres.password(), source);
  }

  @Test
  void what_was_acknowledged_up_to_the_end_is_stored_and_nobody_waits_for_an_answer()
      throws Exception {
    try (OwnPostgres postgres = OwnPostgres.start(temporary.resolve("postgres"));
        PackagedCopilot copilot =
            PackagedCopilot.launch(
                temporary,
                temporary.resolve("data"),
                config(postgres, "http://127.0.0.1:1"),
                List.of())) {
      copilot.awaitReady();
      AlertStream alerts = AlertStream.start(copilot.url(), "last", 8, 100);
      try (alerts) {
        alerts.awaitMore(200);
        copilot.terminate();
        assertThat(copilot.awaitEnd(Duration.ofSeconds(20).plus(GRACE))).isEqualTo(TERMINATED);
      }
      assertThat(alerts.refused())
          .allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(503));
      assertThat(postgres.alerts()).containsAll(alerts.acknowledged()).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_job_that_does_not_end_is_cut_off_at_the_configured_limit() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    try (RawServer silent = new RawServer((request, out) -> never.await());
        OwnPostgres postgres = OwnPostgres.start(temporary.resolve("postgres"));
        PackagedCopilot copilot =
            PackagedCopilot.launch(
                temporary,
                temporary.resolve("data"),
                config(postgres, silent.url().toString()),
                List.of("env", "COPILOT_SERVER_SHUTDOWN_TIMEOUT=2s"))) {
      copilot.awaitReady();
      Await.until("a watch is asking", () -> !silent.requests().isEmpty());

      long began = System.nanoTime();
      copilot.terminate();
      copilot.awaitEnd(GRACE);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
      never.countDown();
    }
  }

  @Test
  void a_database_that_hangs_does_not_hold_the_end_up() throws Exception {
    try (OwnPostgres postgres = OwnPostgres.start(temporary.resolve("postgres"));
        PackagedCopilot copilot =
            PackagedCopilot.launch(
                temporary,
                temporary.resolve("data"),
                config(postgres, "http://127.0.0.1:1"),
                List.of("env", "COPILOT_SERVER_SHUTDOWN_TIMEOUT=2s"))) {
      copilot.awaitReady();
      try (AlertStream alerts = AlertStream.start(copilot.url(), "hung", 4, 100)) {
        alerts.awaitMore(20);
        postgres.freeze();
        copilot.terminate();
        copilot.awaitEnd(Duration.ofSeconds(10).plus(GRACE));
      }
      postgres.thaw();
    }
  }
}
