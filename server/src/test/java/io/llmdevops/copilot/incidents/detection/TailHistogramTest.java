package io.llmdevops.copilot.incidents.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TailHistogramTest {

  private static final DetectorSettings.Ranking RANKING = DetectorSettings.standard().ranking();

  private static TailHistogram of(int count, Supplier<Double> magnitude) {
    TailHistogram tail = new TailHistogram();
    for (int i = 0; i < count; i++) {
      tail.add(StrictMath.log(magnitude.get()));
    }
    return tail;
  }

  private static double surprise(TailHistogram tail, double magnitude) {
    return tail.surprise(StrictMath.log(magnitude), RANKING);
  }

  @Test
  void within_its_past_a_value_is_ranked_by_counting() {
    Random random = new Random(1);
    TailHistogram exponential = of(4000, () -> -Math.log(1 - random.nextDouble()));

    assertThat(surprise(exponential, Math.log(10))).isCloseTo(1, within(0.1));
    assertThat(surprise(exponential, Math.log(100))).isCloseTo(2, within(0.2));
  }

  @Test
  void beyond_its_past_a_heavy_tail_is_extrapolated_as_what_it_is() {
    Random random = new Random(1);
    // Pareto with exponent 1.5: the chance of more than x is x^-1.5.
    TailHistogram pareto = of(4000, () -> Math.pow(1 - random.nextDouble(), -1 / 1.5));

    assertThat(surprise(pareto, 1000)).isCloseTo(4.5, within(1.0));
    assertThat(surprise(pareto, 10_000)).isCloseTo(6, within(1.5));
  }

  @Test
  void the_same_excess_says_more_over_a_light_tail_than_over_a_heavy_one() {
    Random random = new Random(1);
    TailHistogram light = of(4000, () -> Math.abs(random.nextGaussian()));
    TailHistogram heavy = of(4000, () -> Math.exp(2 * random.nextGaussian()));
    double lightQuantile = StrictMath.exp(light.quantile(0.001));
    double heavyQuantile = StrictMath.exp(heavy.quantile(0.001));

    assertThat(surprise(light, 3 * lightQuantile)).isGreaterThan(5);
    assertThat(surprise(heavy, 3 * heavyQuantile)).isLessThan(4.5);
  }

  @Test
  void a_quantile_is_found_to_within_a_bin() {
    Random random = new Random(1);
    TailHistogram uniform = of(4000, () -> 1 - random.nextDouble());

    assertThat(StrictMath.exp(uniform.quantile(0.05))).isCloseTo(0.95, within(0.05));
  }

  @Test
  void a_far_larger_value_moves_the_window_and_loses_nobody() {
    TailHistogram tail = of(1000, () -> 1.0);
    tail.add(StrictMath.log(1e20));

    assertThat(tail.total()).isEqualTo(1001);
    assertThat(surprise(tail, 1e20)).isBetween(2.5, 4.5);
    assertThat(surprise(tail, 1e-3)).isCloseTo(0, within(0.01));
  }

  @Test
  void the_past_fades_but_its_largest_values_are_kept() {
    TailHistogram tail = of(1000, () -> 100.0);
    for (int i = 0; i < 100_000; i++) {
      tail.add(0);
    }

    assertThat(tail.total()).isLessThan(8192);
    assertThat(surprise(tail, 100)).isBetween(3.0, 5.5);
  }
}
