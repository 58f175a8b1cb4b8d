package io.llmdevops.copilot.incidents;

import static io.llmdevops.copilot.incidents.Seeded.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.database.TestDatabase;
import io.llmdevops.copilot.sources.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplainingTest {
  private static final String ANSWER = "{\"series\":[ {\"values\":[1.0, null]} ]}";

  private TestDatabase database;
  private Incidents incidents;
  private UUID id;
  private Instant now = NOON.plusSeconds(60);

  @BeforeEach
  void open() {
    database = TestDatabase.fresh();
    incidents = new Incidents(database.jdbi(), () -> now);
    id = new Seeded(database.jdbi()).incident("checkout");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void ask() {
    database.jdbi().useHandle(h -> h.execute("update incident set investigation_due = ?", NOON));
  }

  private Findings findings() {
    Evidence evidence =
        new Evidence(
            new UUID(1, now.getEpochSecond()),
            id,
            "metric",
            "error ratio of payment",
            new Evidence.Query(
                "prometheus",
                "rate(x[1m])",
                new TimeRange(NOON.minusSeconds(600), NOON, Duration.ofSeconds(15)),
                "ratio"),
            new Evidence.Answer(ANSWER, "ab".repeat(32), now));
    Suspect suspect =
        new Suspect(
            1,
            "payment",
            SignalKind.ERROR_RATIO,
            Suspect.Role.DEEPEST_ANOMALOUS,
            0.8,
            new Suspect.Change(NOON, 0.01, 0.34, "ratio"),
            "payment fails",
            List.of(evidence.id()));
    return new Findings(
        Incident.Progress.EXPLAINED, "payment fails", List.of(evidence), List.of(suspect));
  }

  @Test
  void findings_are_stored_together_and_told_in_the_timeline() {
    Findings findings = findings();
    Incident explained = incidents.explain(id, findings);
    assertThat(explained.explanation().progress()).isEqualTo(Incident.Progress.EXPLAINED);
    assertThat(explained.explanation().headline()).isEqualTo("payment fails");
    assertThat(incidents.suspects(id)).isEqualTo(findings.suspects());
    assertThat(incidents.evidence(id)).isEqualTo(findings.evidence());
    assertThat(incidents.timeline(id).getLast().kind()).isEqualTo(TimelineEntry.Kind.EXPLAINED);
  }

  @Test
  void the_answer_is_kept_to_the_byte_so_that_its_hash_can_be_checked() {
    Findings findings = findings();
    incidents.explain(id, findings);
    assertThat(incidents.evidenceById(findings.evidence().getFirst().id()).answer().json())
        .isEqualTo(ANSWER);
  }

  @Test
  void a_later_investigation_replaces_the_suspects_and_keeps_the_evidence() {
    incidents.explain(id, findings());
    now = now.plusSeconds(120);
    incidents.explain(id, findings());
    assertThat(incidents.suspects(id)).hasSize(1);
    assertThat(incidents.evidence(id)).hasSize(2);
  }

  @Test
  void a_claimed_investigation_is_nobody_elses_until_the_lease_is_over() {
    ask();
    Investigation claim = incidents.claimInvestigation(Duration.ofMinutes(1)).orElseThrow();
    assertThat(claim.incident().id()).isEqualTo(id);
    assertThat(incidents.claimInvestigation(Duration.ofMinutes(1))).isEmpty();
    now = now.plusSeconds(61);
    assertThat(incidents.claimInvestigation(Duration.ofMinutes(1))).isPresent();
  }

  @Test
  void what_was_asked_for_after_the_claim_stays_asked_for() {
    ask();
    Investigation claim = incidents.claimInvestigation(Duration.ofMinutes(1)).orElseThrow();
    ask();
    incidents.explain(id, findings(), claim);
    Investigation second = incidents.claimInvestigation(Duration.ofMinutes(1)).orElseThrow();
    now = now.plusSeconds(1);
    incidents.explain(id, findings(), second);
    now = now.plusSeconds(600);
    assertThat(incidents.claimInvestigation(Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void an_explanation_that_blames_the_same_service_is_renewed_without_a_line_in_the_timeline() {
    incidents.explain(id, findings());
    int lines = incidents.timeline(id).size();
    now = now.plusSeconds(30);
    Findings second = findings();
    incidents.explain(id, second);
    assertThat(incidents.timeline(id)).hasSize(lines);
    assertThat(incidents.suspects(id)).isEqualTo(second.suspects());
  }

  @Test
  void a_further_look_that_finds_no_cause_takes_nothing_back_unless_something_happened() {
    incidents.explain(id, findings());
    now = now.plusSeconds(30);
    Findings nobody =
        new Findings(Incident.Progress.UNRESOLVED, "nobody was reached", List.of(), List.of());
    assertThat(incidents.explain(id, nobody).explanation().headline()).isEqualTo("payment fails");
    assertThat(incidents.suspects(id)).isNotEmpty();
    database.jdbi().useHandle(h -> h.execute("update incident set last_activity_at = ?", now));
    now = now.plusSeconds(30);
    assertThat(incidents.explain(id, nobody).explanation().headline())
        .isEqualTo("nobody was reached");
    assertThat(incidents.timeline(id).getLast().text()).isEqualTo("nobody was reached");
  }

  @Test
  void what_lasts_is_looked_at_again_each_time_after_twice_as_long() {
    new Seeded(database.jdbi()).signal(id, "checkout");
    now = NOON;
    ask();
    List<Long> looks = new ArrayList<>();
    for (int second = 0; second <= 3600; second++) {
      now = NOON.plusSeconds(second);
      incidents
          .claimInvestigation(Duration.ofMinutes(1))
          .ifPresent(claim -> {
            looks.add(Duration.between(NOON, now).toSeconds());
            incidents.explain(id, findings(), claim);
          });
    }
    assertThat(looks).containsExactly(0L, 30L, 60L, 120L, 240L, 480L, 960L);
  }

  @Test
  void what_was_never_looked_at_goes_before_what_is_looked_at_again() {
    Seeded seeded = new Seeded(database.jdbi());
    seeded.signal(id, "checkout");
    incidents.explain(id, findings());
    ask();
    UUID other = seeded.incident("cart");
    database
        .jdbi()
        .useHandle(h ->
            h.execute(
                "update incident set investigation_due = ? where id = ?",
                NOON.plusSeconds(1),
                other));
    assertThat(incidents.claimInvestigation(Duration.ofMinutes(1)).orElseThrow().incident().id())
        .isEqualTo(other);
  }

  @Test
  void an_incident_that_is_back_does_not_queue_behind_what_came_later() {
    Seeded seeded = new Seeded(database.jdbi());
    seeded.signal(id, "checkout");
    incidents.explain(id, findings());
    ask();
    UUID other = seeded.incident("cart");
    database
        .jdbi()
        .useHandle(h -> {
          h.execute(
              "update incident set investigation_due = ? where id = ?", NOON.plusSeconds(1), other);
          h.execute(
              "update incident set last_activity_at = ? where id = ?", now.plusSeconds(1), id);
        });
    assertThat(incidents.claimInvestigation(Duration.ofMinutes(1)).orElseThrow().incident().id())
        .isEqualTo(id);
  }

  @Test
  void a_suspect_without_stored_evidence_is_refused() {
    Findings good = findings();
    assertThatThrownBy(() ->
            new Findings(Incident.Progress.EXPLAINED, "payment fails", List.of(), good.suspects()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("payment");
  }
}
