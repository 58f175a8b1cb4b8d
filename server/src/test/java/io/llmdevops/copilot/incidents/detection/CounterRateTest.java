package io.llmdevops.copilot.incidents.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CounterRateTest {

  private final CounterRate rate = new CounterRate();

  @Test
  void two_samples_make_a_rate_per_second() {
    assertThat(rate.observe(0, 100)).isEmpty();
    assertThat(rate.observe(15_000, 130)).hasValue(2.0);
  }

  @Test
  void a_counter_that_falls_has_restarted_at_zero() {
    rate.observe(0, 1000);
    rate.observe(10_000, 1100);

    assertThat(rate.observe(20_000, 50)).hasValue(5.0);
    assertThat(rate.resets()).isEqualTo(1);
    assertThat(rate.observe(30_000, 150)).hasValue(10.0);
  }

  @Test
  void there_is_no_rate_over_a_gap() {
    rate.observe(0, 0);
    rate.observe(10_000, 100);

    assertThat(rate.observe(600_000, 5000)).isEmpty();
    assertThat(rate.observe(610_000, 5100)).hasValue(10.0);
  }

  @Test
  void a_double_sample_is_dropped() {
    rate.observe(0, 0);
    rate.observe(10_000, 100);

    assertThat(rate.observe(10_000, 100)).isEmpty();
    assertThat(rate.observe(20_000, 200)).hasValue(10.0);
    assertThat(rate.dropped()).isEqualTo(1);
  }

  @Test
  void a_late_sample_is_dropped_and_is_no_reset() {
    rate.observe(0, 0);
    rate.observe(10_000, 100);

    assertThat(rate.observe(5_000, 50)).isEmpty();
    assertThat(rate.observe(20_000, 200)).hasValue(10.0);
    assertThat(rate.resets()).isZero();
  }

  @Test
  void what_is_no_count_is_skipped_and_the_next_sample_bridges_it() {
    rate.observe(0, 0);
    rate.observe(10_000, 100);

    assertThat(rate.observe(20_000, Double.NaN)).isEmpty();
    assertThat(rate.observe(20_000, Double.POSITIVE_INFINITY)).isEmpty();
    assertThat(rate.observe(20_000, -1)).isEmpty();
    assertThat(rate.observe(30_000, 300)).hasValue(10.0);
    assertThat(rate.unusable()).isEqualTo(3);
  }

  @Test
  void a_restored_counter_goes_on_where_it_stood() throws IOException {
    rate.observe(0, 0);
    rate.observe(10_000, 100);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    rate.writeTo(new DataOutputStream(bytes));

    CounterRate restored =
        CounterRate.readFrom(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    assertThat(restored.observe(20_000, 250)).hasValue(15.0);
  }

  @Test
  void damaged_state_is_refused() throws IOException {
    rate.observe(0, 0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    rate.writeTo(new DataOutputStream(bytes));
    byte[] damaged = bytes.toByteArray();
    damaged[12] ^= 1;

    assertThatThrownBy(
            () -> CounterRate.readFrom(new DataInputStream(new ByteArrayInputStream(damaged))))
        .isInstanceOf(StateFormatException.class)
        .hasMessageContaining("damaged");
  }
}
