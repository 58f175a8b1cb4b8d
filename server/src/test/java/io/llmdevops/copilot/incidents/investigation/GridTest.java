package io.llmdevops.copilot.incidents.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.TimeSeries;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GridTest {
  static final Instant FROM = Instant.parse("2026-03-01T10:00:00Z");
  static final IncidentWindow WINDOW =
      new IncidentWindow(FROM.minusSeconds(300), FROM, FROM.plusSeconds(180));

  static ServiceSeries every(int seconds) {
    long[] times =
        LongStream.rangeClosed(-300 / seconds, 180 / seconds)
            .map(i -> FROM.plusSeconds(i * seconds).toEpochMilli())
            .toArray();
    double[] values =
        LongStream.of(times).mapToDouble(t -> t < FROM.toEpochMilli() ? 1 : 3).toArray();
    return new ServiceSeries(
        "every " + seconds,
        "web",
        SignalKind.LATENCY_MEAN,
        "mean latency",
        new TimeSeries(Labels.of(Map.of()), times, values));
  }

  @Test
  void the_step_follows_the_sampling() {
    Grid grid = Grid.over(WINDOW, List.of(every(5)));

    assertThat(grid.step()).isEqualTo(5_000);
    assertThat(grid.before()).isEqualTo(60);
    assertThat(grid.during()).isEqualTo(36);
  }

  @Test
  void a_slower_series_sets_the_step_while_three_remain_for_the_incident() {
    assertThat(Grid.over(WINDOW, List.of(every(5), every(5), every(30))).step()).isEqualTo(30_000);
    assertThat(Grid.over(WINDOW, List.of(every(5), every(5), every(150))).step()).isEqualTo(60_000);
  }

  @Test
  void a_reference_that_is_no_whole_number_of_steps_is_kept_whole() {
    IncidentWindow window = new IncidentWindow(FROM.minusSeconds(40), FROM, FROM.plusSeconds(90));

    assertThat(Grid.over(window, List.of(every(30))).before()).isEqualTo(2);
  }

  @Test
  void steps_hold_the_mean_of_their_samples_and_never_mix_before_with_during() {
    Grid grid = new Grid(FROM.toEpochMilli(), 20_000, 2, 2);

    assertThat(grid.average(every(5).samples())).containsExactly(1, 1, 3, 3);
  }

  @Test
  void a_step_without_samples_has_no_value() {
    Grid grid = new Grid(FROM.toEpochMilli(), 20_000, 1, 3);

    assertThat(grid.average(every(60).samples()))
        .containsExactly(Double.NaN, 3, Double.NaN, Double.NaN);
  }
}
