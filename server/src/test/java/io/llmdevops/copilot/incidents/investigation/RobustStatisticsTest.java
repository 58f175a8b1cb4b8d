package io.llmdevops.copilot.incidents.investigation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RobustStatisticsTest {
  @Test
  void a_wild_value_does_not_move_the_centre_or_the_spread() {
    double[] values = {1, 2, 3, 4, 1e9, Double.NaN};

    assertThat(RobustStatistics.median(values)).isEqualTo(3);
    assertThat(RobustStatistics.spread(values, 3)).isEqualTo(1.4826);
  }

  @Test
  void nothing_has_no_centre() {
    assertThat(RobustStatistics.median(new double[] {Double.NaN})).isNaN();
  }

  @Test
  void a_change_of_failures_counts_standard_errors_for_many_requests() {
    // 100 of 10,000 before, 150 of 10,000 now: z of the textbook's pooled test is 3.18.
    assertThat(RobustStatistics.binomialChange(100, 10_000, 150, 10_000))
        .isCloseTo(3.18, within(0.02));
    assertThat(RobustStatistics.binomialChange(150, 10_000, 100, 10_000))
        .isCloseTo(-3.18, within(0.02));
  }

  @Test
  void one_failure_among_few_requests_is_no_news() {
    assertThat(RobustStatistics.binomialChange(0, 50, 1, 50)).isBetween(0.0, 1.5);
  }

  @Test
  void failures_without_requests_say_nothing() {
    assertThat(RobustStatistics.binomialChange(0, 0, 5, 5)).isZero();
  }

  @Test
  void a_slow_wave_repeats_itself_and_a_zigzag_does_not() {
    assertThat(RobustStatistics.autocorrelation(new double[] {1, 2, 3, 4, 4, 3, 2, 1}))
        .isGreaterThan(0.4);
    assertThat(RobustStatistics.autocorrelation(new double[] {1, 2, 1, 2, 1, 2})).isZero();
  }
}
