package io.llmdevops.copilot.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuantityTest {
  private static String text(double value, String unit) {
    return new Quantity(value, unit).text().replace('\u00a0', ' ');
  }

  @Test
  void seconds_take_the_unit_that_gives_a_small_number() {
    assertThat(text(0, "s")).isEqualTo("0 s");
    assertThat(text(0.000_042, "s")).isEqualTo("42 µs");
    assertThat(text(0.91, "s")).isEqualTo("910 ms");
    assertThat(text(0.9996, "s")).isEqualTo("1 s");
    assertThat(text(1.944, "s")).isEqualTo("1.94 s");
    assertThat(text(600, "s")).isEqualTo("10 min");
    assertThat(text(7200, "s")).isEqualTo("2 h");
  }

  @Test
  void a_watch_may_count_in_smaller_units_than_seconds() {
    assertThat(text(450, "ms")).isEqualTo("450 ms");
    assertThat(text(2500, "ms")).isEqualTo("2.5 s");
    assertThat(text(120, "us")).isEqualTo("120 µs");
  }

  @Test
  void a_plain_text_has_plain_spaces_only() {
    assertThat(new Quantity(1234, "req/s").plain()).isEqualTo("1.23 k req/s");
    assertThat(new Quantity(0.91, "s").plain()).isEqualTo("910 ms");
  }

  @Test
  void ratios_are_percentages() {
    assertThat(text(0.34, "ratio")).isEqualTo("34 %");
    assertThat(text(0.004, "ratio")).isEqualTo("0.4 %");
    assertThat(text(1, "ratio")).isEqualTo("100 %");
  }

  @Test
  void bytes_count_in_powers_of_1024() {
    assertThat(text(512, "bytes")).isEqualTo("512 B");
    assertThat(text(1024 * 1024 * 1.2 * 1024, "bytes")).isEqualTo("1.2 GiB");
    assertThat(text(1023.9, "bytes")).isEqualTo("1 KiB");
    assertThat(text(2048, "bytes/s")).isEqualTo("2 KiB/s");
  }

  @Test
  void other_units_follow_the_number() {
    assertThat(text(42.04, "req/s")).isEqualTo("42 req/s");
    assertThat(text(0.31, "cores")).isEqualTo("0.31 cores");
    assertThat(text(12_345, "")).isEqualTo("12.3 k");
    assertThat(text(-3, "")).isEqualTo("−3");
  }

  @Test
  void what_is_not_a_number_is_said_in_words() {
    assertThat(text(Double.NaN, "s")).isEqualTo("no data");
    assertThat(text(Double.POSITIVE_INFINITY, "s")).isEqualTo("∞");
  }

  @Test
  void a_change_is_a_factor_a_percentage_or_points() {
    assertThat(new Quantity(1.94, "s").comparedWith(0.121)).isEqualTo("×16");
    assertThat(compared(0.15, 0.1, "s")).isEqualTo("+50 %");
    assertThat(compared(0.08, 0.1, "s")).isEqualTo("−20 %");
    assertThat(compared(0.34, 0.004, "ratio")).isEqualTo("+33.6 points");
    assertThat(compared(1, 0, "s")).isEmpty();
    assertThat(compared(Double.NaN, 1, "s")).isEmpty();
  }

  private static String compared(double during, double before, String unit) {
    return new Quantity(during, unit).comparedWith(before).replace('\u00a0', ' ');
  }
}
