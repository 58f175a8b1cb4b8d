package io.llmdevops.copilot.incidents.correlation;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.Action;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentFilter;
import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.Incidents;
import io.llmdevops.copilot.incidents.MaintenanceWindow;
import io.llmdevops.copilot.incidents.MaintenanceWindows;
import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.incidents.TimelineEntry;
import io.llmdevops.copilot.platform.database.TestDatabase;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.llmdevops.copilot.sources.Matcher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CorrelatorTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private TestDatabase database;
  private Correlator correlator;
  private Incidents incidents;
  private volatile Instant now = NOON;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final IdSource ids = new IdSource(() -> now, RandomGenerator.of("L64X128MixRandom"));

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    correlator = correlator();
    incidents = new Incidents(database.jdbi(), () -> now);
  }

  private Correlator correlator() {
    return new Correlator(
        database.jdbi(), () -> now, ids, CorrelationRules.DEFAULT, new Meters(meters));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void alert(String name, String service, String severity) {
    database
        .jdbi()
        .useHandle(h ->
            h.createUpdate(
                    """
                    insert into alert (id, receiver, fingerprint, name, service, severity, status,
                      labels, annotations, sent_starts_at, starts_at, received_at, updated_at)
                    values (:id, 'test', :name, :name, :service, :severity, 'FIRING',
                      jsonb_build_object('alertname', cast(:name as text)), '{}', :now, :now, :now, :now)
                    """)
                .bind("id", ids.next())
                .bind("name", name)
                .bind("service", service)
                .bind("severity", severity)
                .bind("now", now)
                .execute());
  }

  private void resolveAlerts() {
    database
        .jdbi()
        .useHandle(h ->
            h.createUpdate(
                    "update alert set status = 'RESOLVED', ends_at = :now, updated_at = :now,"
                        + " correlated_at = null where status = 'FIRING'")
                .bind("now", now)
                .execute());
  }

  private void refire(String name) {
    database
        .jdbi()
        .useHandle(h ->
            h.createUpdate(
                    "update alert set status = 'FIRING', ends_at = null, updated_at = :now,"
                        + " correlated_at = null where name = :name")
                .bind("now", now)
                .bind("name", name)
                .execute());
  }

  private List<Incident> all() {
    return incidents.list(IncidentFilter.ALL, Optional.empty(), 200).items();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void alerts_become_an_incident_that_waits_for_its_investigation() {
    alert("A", "checkout", "CRITICAL");
    alert("B", "checkout", "WARNING");
    assertThat(correlator.round()).isEqualTo(2);
    Incident incident = all().getFirst();
    assertThat(incident.state().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(incident.scope().counts()).isEqualTo(new Incident.Counts(0, 0, 2, 2));
    assertThat(incident.explanation().progress()).isEqualTo(Incident.Progress.PENDING);
    assertThat(incidents.alerts(incident.id(), Optional.empty(), 10).items()).hasSize(2);
    assertThat(meters.counter("copilot.incidents.detected", "severity", "critical").count())
        .isEqualTo(1);
    assertThat(incidents.claimInvestigation(Duration.ofMinutes(1))).isEmpty();
    pass(Duration.ofSeconds(6));
    assertThat(incidents.claimInvestigation(Duration.ofMinutes(1))).isPresent();
  }

  @Test
  void a_round_that_finds_nothing_new_changes_nothing() {
    alert("A", "checkout", "CRITICAL");
    correlator.round();
    Incident before = all().getFirst();
    assertThat(correlator.round()).isZero();
    assertThat(all()).containsExactly(before);
  }

  @Test
  void an_incident_whose_alerts_are_resolved_is_resolved_when_it_has_settled() {
    alert("A", "checkout", "CRITICAL");
    correlator.round();
    pass(Duration.ofMinutes(10));
    correlator.tidy();
    assertThat(all().getFirst().state().status()).isEqualTo(IncidentStatus.DETECTED);
    resolveAlerts();
    correlator.round();
    assertThat(all().getFirst().scope().counts().openAlerts()).isZero();
    pass(Duration.ofSeconds(119));
    correlator.tidy();
    assertThat(all().getFirst().state().status()).isEqualTo(IncidentStatus.DETECTED);
    pass(Duration.ofSeconds(1));
    correlator.tidy();
    Incident resolved = all().getFirst();
    assertThat(resolved.state().status()).isEqualTo(IncidentStatus.RESOLVED);
    assertThat(resolved.state().resolvedBy()).isEqualTo("copilot");
    assertThat(resolved.times().resolvedAt()).isEqualTo(now);
    assertThat(incidents.timeline(resolved.id()))
        .extracting(TimelineEntry::kind)
        .containsExactly(
            TimelineEntry.Kind.DETECTED,
            TimelineEntry.Kind.ALERT_JOINED,
            TimelineEntry.Kind.ALERT_RESOLVED,
            TimelineEntry.Kind.STATUS_CHANGED);
  }

  @Test
  void an_alert_that_fires_again_reopens_its_incident() {
    alert("A", "checkout", "CRITICAL");
    correlator.round();
    resolveAlerts();
    correlator.round();
    pass(Duration.ofMinutes(3));
    correlator.tidy();
    pass(Duration.ofMinutes(3));
    refire("A");
    correlator.round();
    Incident again = all().getFirst();
    assertThat(all()).hasSize(1);
    assertThat(again.state().status()).isEqualTo(IncidentStatus.DETECTED);
    assertThat(again.state().reopenedCount()).isEqualTo(1);
    assertThat(again.times().resolvedAt()).isNull();
    assertThat(again.scope().counts().openAlerts()).isEqualTo(1);
  }

  @Test
  void what_a_person_does_meanwhile_is_kept() {
    alert("A", "checkout", "WARNING");
    correlator.round();
    incidents.acknowledge(all().getFirst().id(), Action.by("ada"));
    alert("B", "checkout", "CRITICAL");
    correlator.round();
    Incident incident = all().getFirst();
    assertThat(incident.state().status()).isEqualTo(IncidentStatus.ACKNOWLEDGED);
    assertThat(incident.state().severity()).isEqualTo(Severity.CRITICAL);
    assertThat(incident.scope().counts().alerts()).isEqualTo(2);
  }

  @Test
  void a_maintenance_window_suppresses_what_is_open_and_its_end_brings_it_back() {
    MaintenanceWindows windows = new MaintenanceWindows(database.jdbi(), () -> now, ids);
    alert("A", "checkout", "CRITICAL");
    correlator.round();
    correlator.tidy();
    windows.create(
        new MaintenanceWindows.Plan(
            MaintenanceWindow.Kind.MAINTENANCE,
            List.of(Matcher.equal("service", "checkout")),
            now,
            now.plusSeconds(600),
            "upgrade"),
        "ada");
    correlator.tidy();
    assertThat(all().getFirst().state().status()).isEqualTo(IncidentStatus.SUPPRESSED);
    pass(Duration.ofSeconds(601));
    correlator.tidy();
    assertThat(all().getFirst().state().status()).isEqualTo(IncidentStatus.DETECTED);
    assertThat(incidents.timeline(all().getFirst().id()).getLast().text())
        .contains("no window covers it");
  }

  @Test
  void incidents_that_turn_out_to_be_one_are_merged_with_their_members() {
    database
        .jdbi()
        .useHandle(h ->
            h.execute(
                "insert into service_edge values ('b', 'a', 'test', ?), ('b', 'c', 'test', ?)",
                NOON,
                NOON));
    alert("A", "a", "CRITICAL");
    correlator.round();
    pass(Duration.ofSeconds(10));
    alert("C", "c", "CRITICAL");
    correlator.round();
    assertThat(all()).hasSize(2);
    pass(Duration.ofSeconds(10));
    alert("B", "b", "CRITICAL");
    correlator.round();
    List<Incident> open = incidents.list(IncidentFilter.OPEN, Optional.empty(), 10).items();
    assertThat(open).hasSize(1);
    assertThat(open.getFirst().scope().services()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(open.getFirst().scope().counts().openAlerts()).isEqualTo(3);
    Incident merged =
        all().stream().filter(i -> i.state().mergedInto() != null).findFirst().orElseThrow();
    assertThat(merged.state().mergedInto()).isEqualTo(open.getFirst().id());
    assertThat(merged.scope().counts().alerts()).isZero();
  }

  @Test
  void two_pods_that_correlate_at_once_open_each_incident_once() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      alert("A" + i, "service-" + i % 100, "CRITICAL");
    }
    List<Future<Integer>> pods = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int pod = 0; pod < 3; pod++) {
        Correlator mine = correlator();
        pods.add(threads.submit(() -> workUntilDone(mine)));
      }
    }
    int done = 0;
    for (Future<Integer> pod : pods) {
      done += pod.get();
    }
    assertThat(done).isEqualTo(3_000);
    assertThat(all()).hasSize(100);
    assertThat(all()).allSatisfy(i -> assertThat(i.scope().counts().alerts()).isEqualTo(30));
  }

  private int workUntilDone(Correlator mine) {
    int done = 0;
    while (pending() > 0) {
      done += mine.round();
    }
    return done;
  }

  private long pending() {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("select count(*) from alert where correlated_at is null")
                .mapTo(Long.class)
                .one());
  }
}
