package io.llmdevops.copilot.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatencyTest {

  @Test
  void half_is_below_the_median_and_one_in_a_hundred_above_twice_of_it() {
    var random = new Random(5);
    var latency = Latency.ofMillis(40);
    var sorted =
        DoubleStream.generate(() -> latency.sampleMillis(random)).limit(20_000).sorted().toArray();

    assertThat(sorted[10_000]).isCloseTo(40, Percentage.withPercentage(3));
    assertThat(sorted[19_800]).isCloseTo(80, Percentage.withPercentage(8));
    assertThat(sorted[0]).isPositive();
  }

  @Test
  void a_latency_is_above_zero() {
    assertThatThrownBy(() -> new Latency(0, 0.3)).hasMessageContaining("median 0.0");
    assertThatThrownBy(() -> new Latency(1, Double.NaN)).hasMessageContaining("sigma NaN");
  }
}
