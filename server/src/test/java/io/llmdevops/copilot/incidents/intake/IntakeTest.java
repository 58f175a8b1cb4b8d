package io.llmdevops.copilot.incidents.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.incidents.Alert;
import io.llmdevops.copilot.incidents.ledger.Rows;
import io.llmdevops.copilot.platform.database.TestDatabase;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private TestDatabase database;
  private Intake intake;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private volatile Instant now = NOON;
  private final AtomicInteger commits = new AtomicInteger();

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    intake = intake(GroupCommit.Bounds.DEFAULT);
  }

  private Intake intake(GroupCommit.Bounds bounds) {
    return new Intake(
        database.jdbi(),
        () -> now,
        new IdSource(() -> now, RandomGenerator.of("L64X128MixRandom")),
        IntakeLimits.DEFAULT,
        bounds,
        new Meters(meters),
        commits::incrementAndGet);
  }

  @AfterEach
  void close() {
    intake.close();
    database.close();
  }

  private static String alert(String name, String status, String startsAt) {
    return "{\"status\":\"%s\",\"labels\":{\"alertname\":\"%s\"},\"startsAt\":\"%s\"}"
        .formatted(status, name, startsAt);
  }

  private Intake.Taken take(String... alerts) {
    return take(intake, alerts);
  }

  private static Intake.Taken take(Intake intake, String... alerts) {
    String body = "{\"alerts\":[" + String.join(",", alerts) + "]}";
    return intake.take(body.getBytes(StandardCharsets.UTF_8), "test");
  }

  private List<Alert> stored() {
    return database
        .jdbi()
        .withHandle(
            h -> h.createQuery("select * from alert order by name").map(Rows::alert).list());
  }

  private long pending() {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("select count(*) from alert where correlated_at is null")
                .mapTo(Long.class)
                .one());
  }

  private void correlate() {
    database.jdbi().useHandle(h -> h.execute("update alert set correlated_at = now()"));
  }

  @Test
  void the_same_alert_sent_again_is_one_row_with_a_higher_count() {
    take(alert("A", "firing", "2026-03-01T11:59:00Z"));
    correlate();
    now = NOON.plusSeconds(60);
    take(
        alert("A", "firing", "2026-03-01T11:59:00Z"), alert("A", "firing", "2026-03-01T11:59:00Z"));
    assertThat(stored())
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.times().receiveCount()).isEqualTo(3);
          assertThat(alert.times().receivedAt()).isEqualTo(NOON);
          assertThat(alert.times().updatedAt()).isEqualTo(now);
        });
    assertThat(pending()).as("a repeat is no work for the correlator").isZero();
    assertThat(meters.counter("copilot.intake.alerts", "result", "new").count()).isEqualTo(1);
    assertThat(meters.counter("copilot.intake.alerts", "result", "repeated").count()).isEqualTo(2);
  }

  @Test
  void a_later_start_is_another_alert() {
    take(alert("A", "firing", "2026-03-01T11:59:00Z"));
    take(alert("A", "firing", "2026-03-01T12:59:00Z"));
    assertThat(stored()).hasSize(2);
  }

  @Test
  void a_resolve_ends_the_alert_and_is_work_for_the_correlator() {
    take(alert("A", "firing", "2026-03-01T11:59:00Z"));
    correlate();
    take(alert("A", "resolved", "2026-03-01T11:59:00Z"));
    assertThat(stored().getFirst().status()).isEqualTo(Alert.Status.RESOLVED);
    assertThat(stored().getFirst().times().endsAt()).isEqualTo(NOON);
    assertThat(pending()).isEqualTo(1);
  }

  @Test
  void a_firing_that_its_resolve_has_overtaken_changes_nothing() {
    take(alert("A", "resolved", "2026-03-01T11:59:00Z"));
    correlate();
    now = NOON.plusSeconds(30);
    take(alert("A", "firing", "2026-03-01T11:59:00Z"));
    assertThat(stored().getFirst().status()).isEqualTo(Alert.Status.RESOLVED);
    assertThat(stored().getFirst().times().endsAt()).isEqualTo(NOON);
    assertThat(pending()).isZero();
  }

  @Test
  void of_a_firing_and_its_resolve_in_one_delivery_the_resolve_counts_in_either_order() {
    take(
        alert("A", "firing", "2026-03-01T11:59:00Z"),
        alert("A", "resolved", "2026-03-01T11:59:00Z"));
    take(
        alert("B", "resolved", "2026-03-01T11:59:00Z"),
        alert("B", "firing", "2026-03-01T11:59:00Z"));
    assertThat(stored()).extracting(Alert::status).containsOnly(Alert.Status.RESOLVED);
  }

  @Test
  void a_firing_long_after_its_resolve_fires_again() {
    take(alert("A", "firing", "2026-03-01T11:59:00Z"));
    take(alert("A", "resolved", "2026-03-01T11:59:00Z"));
    correlate();
    now = NOON.plus(AlertStore.LATE_FIRING).plusSeconds(1);
    take(alert("A", "firing", "2026-03-01T11:59:00Z"));
    assertThat(stored().getFirst().status()).isEqualTo(Alert.Status.FIRING);
    assertThat(stored().getFirst().times().endsAt()).isNull();
    assertThat(pending()).isEqualTo(1);
  }

  @Test
  void concurrent_deliveries_of_the_same_alerts_store_each_once() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Intake.Taken>> sent = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String[] alerts =
            IntStream.range(0, 50)
                .mapToObj(n -> alert("A" + n, "firing", "2026-03-01T11:59:00Z"))
                .toArray(String[]::new);
        sent.add(threads.submit(() -> take(alerts)));
      }
      for (Future<Intake.Taken> one : sent) {
        assertThat(one.get().alerts()).isEqualTo(50);
      }
    }
    assertThat(stored()).hasSize(50);
    assertThat(stored()).extracting(a -> a.times().receiveCount()).containsOnly(64L);
    assertThat(commits.get()).as("deliveries share their commits").isBetween(1, 63);
  }

  @Test
  void an_outage_of_the_database_is_unavailable_and_nothing_acknowledged_is_lost() {
    int acknowledged = 0;
    int refused = 0;
    for (int i = 0; i < 40; i++) {
      if (i % 10 == 5) {
        database.cutConnections();
      }
      try {
        take(alert("A" + i, "firing", "2026-03-01T11:59:00Z"));
        acknowledged++;
      } catch (CopilotException.Unavailable e) {
        assertThat(e.retryAfter()).isPositive();
        refused++;
      }
    }
    assertThat(stored()).hasSizeGreaterThanOrEqualTo(acknowledged);
    assertThat(acknowledged + refused).isEqualTo(40);
    assertThat(acknowledged).isGreaterThanOrEqualTo(36);
  }

  @Test
  void a_full_queue_turns_deliveries_away_at_once_and_loses_none_of_those_that_wait()
      throws Exception {
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    GroupCommit commit =
        new GroupCommit(
            new AlertStore(database.jdbi(), new IdSource(() -> now, RandomGenerator.getDefault())),
            () -> now,
            written -> {},
            new GroupCommit.Bounds(2, 2, Duration.ofSeconds(20)));
    List<IncomingAlert> two =
        new WebhookReader(IntakeLimits.DEFAULT)
            .read(
                "{\"alerts\":[{},{\"labels\":{\"a\":\"1\"}}]}".getBytes(StandardCharsets.UTF_8),
                "test",
                now)
            .alerts();
    try (commit;
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> blocker = threads.submit(() -> holdTable(locked, release));
      locked.await();
      // Nobody takes from the queue before it is started.
      Future<?> waiting = threads.submit(() -> commit.store(two));
      while (commit.queued() < 2) {
        Thread.onSpinWait();
      }
      assertThatThrownBy(() -> commit.store(two))
          .isInstanceOf(CopilotException.Unavailable.class)
          .hasMessageContaining("2 alerts are waiting");
      commit.start();
      release.countDown();
      blocker.get();
      waiting.get();
    }
    assertThat(stored()).hasSize(2);
  }

  private boolean holdTable(CountDownLatch locked, CountDownLatch release)
      throws InterruptedException {
    database
        .jdbi()
        .useTransaction(h -> {
          h.execute("lock table alert");
          locked.countDown();
          release.await();
        });
    return true;
  }

  @Test
  void an_empty_delivery_needs_no_database() {
    database.cutConnections();
    assertThat(take().alerts()).isZero();
    assertThat(commits.get()).isZero();
  }

  @Test
  void a_closed_intake_stores_what_was_queued_and_takes_no_more() {
    take(alert("A", "firing", "2026-03-01T11:59:00Z"));
    intake.close();
    assertThatThrownBy(() -> take(alert("B", "firing", "2026-03-01T11:59:00Z")))
        .isInstanceOf(CopilotException.Unavailable.class)
        .hasMessageContaining("shutting down");
    assertThat(stored()).hasSize(1);
  }

  @Test
  void what_was_mended_and_left_out_is_counted_and_noted() {
    String body =
        """
        {"truncatedAlerts": 7, "alerts": [{"labels": {"alertname": "A"}}]}
        """;
    Intake.Taken taken = intake.take(body.getBytes(StandardCharsets.UTF_8), "test");
    assertThat(taken.truncated()).isEqualTo(7);
    assertThat(stored().getFirst().origin().note()).contains("left out 7 further alerts");
    assertThat(meters.counter("copilot.intake.truncated").count()).isEqualTo(7);
  }

  @Test
  void ten_thousand_alerts_go_in_one_delivery() {
    String[] alerts =
        IntStream.range(0, 10_000)
            .mapToObj(n -> alert("A" + n, "firing", "2026-03-01T11:59:00Z"))
            .collect(Collectors.toList())
            .toArray(String[]::new);
    assertThat(take(alerts).alerts()).isEqualTo(10_000);
    assertThat(stored()).hasSize(10_000);
  }
}
