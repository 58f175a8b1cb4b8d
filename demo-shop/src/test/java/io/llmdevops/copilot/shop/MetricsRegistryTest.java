package io.llmdevops.copilot.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MetricsRegistryTest {

  private final MetricsRegistry metrics = new MetricsRegistry();

  @Test
  void buckets_are_cumulative_and_end_at_the_count() {
    var histogram = metrics.histogram("work_seconds", "Work", Labels.of("kind", "a"));
    histogram.observe(0.005);
    histogram.observe(0.3);
    histogram.observe(99);

    var seen = Exposition.parse(metrics.exposition());

    assertThat(seen.types()).containsEntry("work_seconds", "histogram");
    assertThat(seen.sum("work_seconds_bucket", "kind", "a", "le", "0.005")).isEqualTo(1);
    assertThat(seen.sum("work_seconds_bucket", "kind", "a", "le", "0.25")).isEqualTo(1);
    assertThat(seen.sum("work_seconds_bucket", "kind", "a", "le", "0.5")).isEqualTo(2);
    assertThat(seen.sum("work_seconds_bucket", "kind", "a", "le", "10.0")).isEqualTo(2);
    assertThat(seen.sum("work_seconds_bucket", "kind", "a", "le", "+Inf")).isEqualTo(3);
    assertThat(seen.sum("work_seconds_count")).isEqualTo(3);
    assertThat(seen.sum("work_seconds_sum")).isEqualTo(99.305);
  }

  @Test
  void the_same_labels_are_the_same_series() {
    metrics.counter("hits_total", "Hits", Labels.of("page", "/")).increment();
    metrics.counter("hits_total", "Hits", Labels.of("page", "/")).increment();
    metrics.counter("hits_total", "Hits", Labels.of("page", "/cart")).increment();

    var seen = Exposition.parse(metrics.exposition());

    assertThat(seen.sum("hits_total", "page", "/")).isEqualTo(2);
    assertThat(seen.sum("hits_total")).isEqualTo(3);
  }

  @Test
  void special_characters_in_label_values_are_escaped() {
    metrics.counter("odd_total", "Odd", Labels.of("text", "a\"b\\c\nd")).increment();

    assertThat(metrics.exposition()).contains("odd_total{text=\"a\\\"b\\\\c\\nd\"} 1.0\n");
  }

  @Test
  void a_name_keeps_its_type() {
    metrics.counter("thing", "Thing", Labels.NONE);

    assertThatThrownBy(() -> metrics.gauge("thing", "Thing", Labels.NONE, () -> 1))
        .hasMessageContaining("thing is a counter");
  }

  @Test
  void a_label_needs_a_value() {
    assertThatThrownBy(() -> Labels.of("alone")).isInstanceOf(IllegalArgumentException.class);
  }
}
