package io.llmdevops.copilot.incidents.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.TimeSeries;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class OnsetTest {
  static final Instant FROM = Instant.parse("2026-03-01T10:00:00Z");
  static final IncidentWindow WINDOW =
      new IncidentWindow(FROM.minusSeconds(120), FROM, FROM.plusSeconds(120));

  /// A sample each 5 s; sample 0 is the first of the incident.
  static TimeSeries series(IntToDoubleFunction value) {
    long[] times = new long[48];
    double[] values = new double[48];
    for (int i = 0; i < times.length; i++) {
      times[i] = FROM.plusSeconds(5L * (i - 24)).toEpochMilli();
      values[i] = value.applyAsDouble(i - 24) + (i % 2 == 0 ? 0.01 : -0.01);
    }
    return new TimeSeries(Labels.of(Map.of()), times, values);
  }

  @Test
  void a_jump_begins_with_its_first_sample() {
    assertThat(Onset.of(series(i -> i < 7 ? 1 : 5), WINDOW)).isEqualTo(FROM.plusSeconds(35));
  }

  @Test
  void a_young_series_is_compared_with_what_there_is_of_it() {
    IncidentWindow longBefore =
        new IncidentWindow(FROM.minusSeconds(1800), FROM, FROM.plusSeconds(120));

    assertThat(Onset.of(series(i -> i < -2 ? 1 : 5), longBefore)).isEqualTo(FROM.minusSeconds(10));
  }

  @Test
  void a_fall_has_an_onset_too() {
    assertThat(Onset.of(series(i -> i < 7 ? 5 : 1), WINDOW)).isEqualTo(FROM.plusSeconds(35));
  }

  @Test
  void a_ramp_begins_near_its_foot_and_not_half_way_up() {
    assertThat(Onset.of(series(i -> i < 4 ? 1 : 1 + 0.2 * (i - 4)), WINDOW))
        .isBetween(FROM.plusSeconds(20), FROM.plusSeconds(40));
  }

  @Test
  void a_lone_spike_is_not_yet_the_change() {
    assertThat(Onset.of(series(i -> i == 2 || i >= 10 ? 5 : 1), WINDOW))
        .isEqualTo(FROM.plusSeconds(50));
  }

  @Test
  void a_change_that_was_detected_late_begins_before_the_window() {
    assertThat(Onset.of(series(i -> i < -3 ? 1 : 5), WINDOW)).isEqualTo(FROM.minusSeconds(15));
  }

  @Test
  void a_series_that_appears_begins_with_its_first_sample() {
    assertThat(Onset.of(series(i -> i < 3 ? Double.NaN : 5), WINDOW))
        .isEqualTo(FROM.plusSeconds(15));
  }

  @Test
  void what_does_not_change_has_no_onset() {
    TimeSeries flat = series(i -> 1);
    Arrays.fill(flat.values(), 1);

    assertThat(Onset.of(flat, WINDOW)).isNull();
  }
}
