package io.llmdevops.copilot.sources.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.platform.errors.CopilotException.TooLarge;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.Matcher;
import io.llmdevops.copilot.sources.MetricQuery.Aggregate;
import io.llmdevops.copilot.sources.MetricQuery.Gauge;
import io.llmdevops.copilot.sources.MetricQuery.PromQl;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.memory.SeriesStore.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesStoreTest {
  private static final Labels UP = Labels.of(Map.of("__name__", "up", "job", "a"));

  private final SeriesStore store = new SeriesStore(2);
  private final MetricSource source =
      new MemorySource("memory", store, () -> Long.MAX_VALUE, () -> Duration.ZERO);

  private static Labels named(String name) {
    return Labels.of("__name__", name);
  }

  @Test
  void a_sample_that_is_not_newer_is_dropped() {
    assertThat(store.append(UP, 1000, 1)).isEqualTo(Outcome.STORED);
    assertThat(store.append(UP, 1000, 2)).isEqualTo(Outcome.NOT_NEWER);
    assertThat(store.append(UP, 999, 2)).isEqualTo(Outcome.NOT_NEWER);
    assertThat(store.select("up", List.of(), 0, 5000).getFirst().values()).containsExactly(1);
  }

  @Test
  void a_series_too_many_is_refused_and_leaves_nothing_behind() {
    store.append(UP, 1, 1);
    store.append(named("b"), 1, 1);
    assertThat(store.append(named("c"), 1, 1)).isEqualTo(Outcome.NO_ROOM);
    assertThat(store.names(0, 10)).containsExactly("b", "up");
    assertThat(store.append(UP, 2, 1)).isEqualTo(Outcome.STORED);
  }

  @Test
  void old_samples_are_forgotten_and_make_room() {
    store.append(UP, 1, 1);
    store.append(named("b"), 10_000, 1);
    store.forgetBefore(5000);
    assertThat(store.size()).isEqualTo(1);
    assertThat(store.append(named("c"), 10_000, 1)).isEqualTo(Outcome.STORED);
  }

  @Test
  void windows_cut_through_chunks_exactly() {
    for (int i = 1; i <= 1000; i++) {
      store.append(UP, i * 10L, i);
    }
    Samples cut = store.select("up", List.of(), 1195, 2410).getFirst();
    assertThat(cut.values()[0]).isEqualTo(120);
    assertThat(cut.values()[cut.size() - 1]).isEqualTo(241);
    assertThat(cut.size()).isEqualTo(122);
    assertThat(store.select("up", List.of(), 1200, 1210).getFirst().values()).containsExactly(121);
  }

  @Test
  void a_gap_of_months_fits_into_a_series() {
    long later = Duration.ofDays(200).toMillis();
    store.append(UP, 1, 1);
    store.append(UP, later, 2);
    assertThat(store.select("up", List.of(), 0, later).getFirst().times())
        .containsExactly(1, later);
  }

  @Test
  void an_ended_series_has_no_value_afterwards() {
    store.append(UP, 1000, 1);
    store.end(UP, 2000);
    Gauge gauge = new Gauge("up", List.of(), Aggregate.SUM, List.of());
    assertThat(source.instant(gauge, Instant.ofEpochMilli(1999)).series()).hasSize(1);
    assertThat(source.instant(gauge, Instant.ofEpochMilli(2000)).series()).isEmpty();
  }

  @Test
  void only_a_prometheus_answers_an_expression() {
    assertThatThrownBy(() -> source.instant(new PromQl("up"), Instant.EPOCH))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("only a Prometheus");
  }

  @Test
  void a_range_of_too_many_steps_is_refused() {
    Gauge gauge = new Gauge("up", List.of(), Aggregate.SUM, List.of());
    TimeRange decade =
        new TimeRange(Instant.EPOCH, Instant.ofEpochSecond(300_000_000), Duration.ofSeconds(1));
    assertThatThrownBy(() -> source.range(gauge, decade)).isInstanceOf(TooLarge.class);
  }

  @Test
  void an_expression_that_never_ends_is_stopped() {
    store.append(Labels.of(Map.of("__name__", "up", "path", "a".repeat(60))), 1, 1);
    Gauge evil =
        new Gauge("up", List.of(Matcher.matches("path", "(.*a){20}b")), Aggregate.SUM, List.of());
    assertThatThrownBy(() -> source.instant(evil, Instant.ofEpochMilli(1)))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("takes too long");
  }

  @Test
  void a_group_named_as_in_go_is_understood() {
    store.append(UP, 1, 1);
    Gauge named =
        new Gauge("up", List.of(Matcher.matches("job", "(?P<x>a|b)")), Aggregate.SUM, List.of());
    assertThat(source.instant(named, Instant.ofEpochMilli(1)).series()).hasSize(1);
  }
}
