package io.llmdevops.copilot.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.Suspect;
import io.llmdevops.copilot.sources.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IncidentViewTest {
  private static final Instant BEGAN = Instant.parse("2026-03-01T12:00:00Z");

  private static final Incident INCIDENT =
      new Incident(
          new UUID(0, 1),
          1,
          1,
          "payment is slow",
          new Incident.State(IncidentStatus.DETECTED, Severity.WARNING, null, null, 0, null),
          new Incident.Scope("payment", List.of("payment"), "f", new Incident.Counts(1, 1, 0, 0)),
          new Incident.Times(BEGAN, BEGAN, null, null, null, BEGAN, BEGAN),
          new Incident.Explanation(Incident.Progress.EXPLAINED, "payment", BEGAN));

  private static Suspect suspect(@Nullable Instant onset) {
    return new Suspect(
        1,
        "payment",
        SignalKind.LATENCY_MEAN,
        Suspect.Role.DEEPEST_ANOMALOUS,
        0.9,
        new Suspect.Change(onset, 0.1, 0.7, "s"),
        "payment slowed down",
        List.of(new UUID(1, 1)));
  }

  private static Signal signal(Instant onset, @Nullable Instant ended) {
    return new Signal(
        new UUID(2, 1),
        new Signal.Origin("w", "k", "payment", SignalKind.LATENCY_MEAN, "s", Labels.EMPTY),
        new Signal.Deviation(
            onset, onset, ended, Signal.Direction.UP, new Signal.Measure(0.9, 9, 0.7, 0.1, 0, 0.2)),
        null);
  }

  private static EvidenceView.Interval shaded(Optional<Suspect> suspect, Optional<Signal> signal) {
    return IncidentView.interval(INCIDENT, suspect, signal);
  }

  @Test
  void a_chart_is_shaded_from_the_earlier_of_two_estimates_to_the_end_of_the_signal() {
    Instant late = BEGAN.plusSeconds(10);
    Instant end = BEGAN.plusSeconds(60);
    assertThat(shaded(Optional.of(suspect(BEGAN)), Optional.of(signal(late, end))))
        .isEqualTo(new EvidenceView.Interval(BEGAN.toEpochMilli(), end.toEpochMilli()));
    assertThat(shaded(Optional.of(suspect(late)), Optional.of(signal(BEGAN, null))))
        .isEqualTo(new EvidenceView.Interval(BEGAN.toEpochMilli(), null));
  }

  @Test
  void without_an_estimate_it_is_shaded_from_the_start_of_the_incident() {
    assertThat(shaded(Optional.of(suspect(null)), Optional.empty()))
        .isEqualTo(new EvidenceView.Interval(BEGAN.toEpochMilli(), null));
  }
}
