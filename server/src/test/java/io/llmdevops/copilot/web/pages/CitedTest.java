package io.llmdevops.copilot.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.Evidence;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.Suspect;
import io.llmdevops.copilot.sources.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CitedTest {
  private static final Instant FIRST = Instant.parse("2026-11-23T18:00:00Z");
  private static final Instant SECOND = FIRST.plusSeconds(60);
  private static final UUID INCIDENT = new UUID(0, 1);

  private static Evidence evidence(int number, Instant capturedAt) {
    return new Evidence(
        new UUID(1, number),
        INCIDENT,
        "metric",
        "evidence " + number,
        new Evidence.Query("main", "up", new TimeRange(FIRST, SECOND, Duration.ofSeconds(15)), "s"),
        new Evidence.Answer("{\"series\":[]}", "00", capturedAt));
  }

  private static Suspect suspect(int rank, int... evidence) {
    return new Suspect(
        rank,
        "payment",
        SignalKind.LATENCY_P99,
        Suspect.Role.DEEPEST_ANOMALOUS,
        0.9,
        new Suspect.Change(null, null, null, "s"),
        "Moved first.",
        java.util.Arrays.stream(evidence).mapToObj(number -> new UUID(1, number)).toList());
  }

  @Test
  void what_the_suspects_cite_comes_first_and_only_once() {
    List<Evidence> shown =
        Cited.by(
            List.of(suspect(1, 3), suspect(2, 3, 1)),
            List.of(
                evidence(1, FIRST), evidence(2, FIRST), evidence(3, SECOND), evidence(4, SECOND)));
    assertThat(shown)
        .extracting(Evidence::title)
        .containsExactly("evidence 3", "evidence 1", "evidence 4");
  }

  @Test
  void without_suspects_the_latest_investigation_is_shown() {
    assertThat(Cited.by(List.of(), List.of(evidence(1, FIRST), evidence(2, SECOND))))
        .extracting(Evidence::title)
        .containsExactly("evidence 2");
    assertThat(Cited.by(List.of(), List.of())).isEmpty();
  }

  @Test
  void a_suspect_refers_to_evidence_by_number_and_has_its_role_in_words() {
    List<Evidence> shown = List.of(evidence(3, FIRST), evidence(1, FIRST));
    SuspectView view = SuspectView.of(suspect(1, 1, 3), new References(shown), SECOND, SECOND);
    assertThat(view.references()).extracting(References.Ref::anchor).containsExactly("e1", "e2");
    assertThat(view.subject().role()).isEqualTo("deepest on the path");
    assertThat(view.shift().measured()).isFalse();
  }
}
