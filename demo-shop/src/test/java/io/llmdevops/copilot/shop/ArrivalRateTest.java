package io.llmdevops.copilot.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ArrivalRateTest {

  @Test
  void an_hour_brings_the_mean_rate() {
    assertThat(arrivals(7, Duration.ofHours(1)).size() / 3600.0).isCloseTo(25, Offset.offset(2.5));
  }

  @Test
  void minutes_differ_but_never_alarmingly() {
    var perMinute = new int[60];
    for (var arrival : arrivals(7, Duration.ofHours(1))) {
      perMinute[(int) arrival.toMinutes()]++;
    }

    assertThat(perMinute[0]).isNotEqualTo(perMinute[15]);
    for (int count : perMinute) {
      assertThat(count / 60.0).isBetween(25 * 0.75, 25 * 1.3);
    }
  }

  @Test
  void the_same_seed_brings_the_same_visitors() {
    assertThat(arrivals(3, Duration.ofMinutes(1)))
        .isEqualTo(arrivals(3, Duration.ofMinutes(1)))
        .isNotEqualTo(arrivals(4, Duration.ofMinutes(1)));
  }

  @Test
  void arrivals_are_as_irregular_as_a_poisson_process() {
    var perSecond = new int[600];
    for (var arrival : arrivals(11, Duration.ofMinutes(10))) {
      perSecond[(int) arrival.toSeconds()]++;
    }
    double mean = Arrays.stream(perSecond).average().orElseThrow();
    double variance =
        Arrays.stream(perSecond).mapToDouble(n -> (n - mean) * (n - mean)).average().orElseThrow();

    assertThat(variance / mean).isBetween(0.8, 2.0);
  }

  private static List<Duration> arrivals(long seed, Duration length) {
    var rate = new ArrivalRate(25, new Random(seed));
    var arrivals = new ArrayList<Duration>();
    var at = rate.nextGap(Duration.ZERO);
    while (at.compareTo(length) < 0) {
      arrivals.add(at);
      at = at.plus(rate.nextGap(at));
    }
    return arrivals;
  }
}
