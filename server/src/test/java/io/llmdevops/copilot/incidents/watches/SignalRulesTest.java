package io.llmdevops.copilot.incidents.watches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.sources.MetricQuery;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalRulesTest {
  private static final double UNKNOWN = Double.NaN;

  private static SignalRules rules(SignalKind kind, String unit) {
    WatchSettings settings =
        new WatchSettings(
            WatchRig.SETTINGS.cycle(), WatchRig.SETTINGS.limits(), WatchSettings.FLOORS);
    return new SignalRules(
        new WatchDefinition(
            "w",
            WatchDefinition.Origin.DISCOVERED,
            new WatchDefinition.Measure(kind, unit, kind.badness()),
            new WatchDefinition.Queries("s", new MetricQuery.PromQl("x"), null, "service"),
            Duration.ofSeconds(15)),
        settings,
        Duration.ofMinutes(1));
  }

  private static Reading reading(double observed, double expected) {
    double band = Math.abs(expected) * 0.001;
    return new Reading(
        Reading.Stage.FOUND,
        0,
        observed > expected ? Signal.Direction.UP : Signal.Direction.DOWN,
        false,
        new Signal.Measure(0.9, 8, observed, expected, expected - band, expected + band));
  }

  private static boolean worth(SignalKind kind, double observed, double expected) {
    return rules(kind, kind.unit()).worth(reading(observed, expected), observed, UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR_RATIO, 0.005, 0, false",
    "ERROR_RATIO, 0.05, 0, true",
    "ERROR_RATIO, 0, 0.05, false",
    "LATENCY_P99, 0.012, 0.005, false",
    "LATENCY_P99, 0.5, 0.05, true",
    "LATENCY_P99, 0.05, 0.5, false",
    "LATENCY_MEAN, 10.5, 10, false",
    "REQUEST_RATE, 5, 100, true",
    "REQUEST_RATE, 90, 100, false",
    "REQUEST_RATE, 0.1, 0.4, false",
    "AVAILABILITY, 0.5, 1, true",
    "AVAILABILITY, 1, 0.5, false",
    "RESTARTS, 0.01, 0, true"
  })
  void only_changes_that_can_hurt_are_worth_a_signal(
      SignalKind kind, double observed, double expected, boolean worth) {
    assertThat(worth(kind, observed, expected)).isEqualTo(worth);
  }

  @Test
  void floors_follow_the_unit() {
    SignalRules milliseconds = rules(SignalKind.LATENCY_P99, "ms");
    assertThat(milliseconds.worth(reading(12, 5), 12, UNKNOWN)).isFalse();
    assertThat(milliseconds.worth(reading(500, 50), 500, UNKNOWN)).isTrue();
    SignalRules share = rules(SignalKind.MEMORY, "ratio");
    assertThat(share.worth(reading(0.53, 0.5), 0.53, UNKNOWN)).isFalse();
    assertThat(share.worth(reading(0.9, 0.5), 0.9, UNKNOWN)).isTrue();
  }

  @Test
  void few_requests_prove_nothing() {
    SignalRules errors = rules(SignalKind.ERROR_RATIO, "ratio");
    assertThat(errors.worth(reading(0.33, 0), 0.33, 3 / 60.0)).isFalse();
    assertThat(errors.worth(reading(0.33, 0), 0.33, 50)).isTrue();
    SignalRules latency = rules(SignalKind.LATENCY_P99, "s");
    assertThat(latency.worth(reading(3, 0.1), 3, 2 / 60.0)).isFalse();
    assertThat(latency.worth(reading(3, 0.1), 3, 2)).isTrue();
  }

  @Test
  void the_slowest_of_few_requests_is_no_percentile() {
    SignalRules latency = rules(SignalKind.LATENCY_P99, "s");
    assertThat(latency.worth(reading(0.09, 0.05), 0.09, 0.5)).isFalse();
    assertThat(latency.worth(reading(0.11, 0.05), 0.11, 0.5)).isTrue();
    assertThat(latency.worth(reading(0.09, 0.05), 0.09, 2)).isTrue();
    assertThat(latency.worth(reading(0.09, 0.05), 0.09, UNKNOWN)).isTrue();
  }

  @Test
  void a_ratio_weighs_as_much_as_the_requests_behind_it() {
    SignalRules errors = rules(SignalKind.ERROR_RATIO, "ratio");
    assertThat(errors.weighted(1 / 3.0, 3 / 60.0)).isCloseTo(1 / 13.0, within(1e-9));
    assertThat(errors.weighted(0.3, 1000)).isCloseTo(0.3, within(1e-3));
    assertThat(errors.weighted(0.3, UNKNOWN)).isEqualTo(0.3);
    assertThat(rules(SignalKind.LATENCY_P99, "s").weighted(0.3, 0.01)).isEqualTo(0.3);
  }

  @Test
  void nothing_is_worth_a_signal_before_something_is_expected() {
    Reading early =
        new Reading(
            Reading.Stage.FOUND,
            0,
            Signal.Direction.UP,
            false,
            new Signal.Measure(0.9, 8, 1, UNKNOWN, UNKNOWN, UNKNOWN));
    assertThat(rules(SignalKind.ERROR_RATIO, "ratio").worth(early, 1, UNKNOWN)).isFalse();
  }

  @Test
  void the_first_visitors_of_a_service_are_no_surge() {
    SignalRules traffic = rules(SignalKind.REQUEST_RATE, "req/s");
    Signal.Measure first = new Signal.Measure(0.9, 8, 5, 0.4, 0.2, 0.6);
    Signal.Measure gone = new Signal.Measure(0.9, 8, 0, 5, 4, 6);
    Reading.Stage found = Reading.Stage.FOUND;

    assertThat(traffic.worth(new Reading(found, 0, Signal.Direction.UP, true, first), 5, UNKNOWN))
        .isFalse();
    assertThat(traffic.worth(new Reading(found, 0, Signal.Direction.UP, false, first), 5, UNKNOWN))
        .isTrue();
    assertThat(traffic.worth(new Reading(found, 0, Signal.Direction.DOWN, true, gone), 0, UNKNOWN))
        .isTrue();
  }

  @Test
  void an_episode_of_one_direction_opens_no_signal_of_the_other_unless_it_gets_worse() {
    SignalRules latency = rules(SignalKind.LATENCY_P99, "s");
    Signal.Measure above = new Signal.Measure(0.9, 8, 2, 0.1, 0.05, 0.2);
    Reading goesOn = new Reading(Reading.Stage.CONTINUES, 0, Signal.Direction.DOWN, false, above);
    Reading worse = new Reading(Reading.Stage.FOUND, 0, Signal.Direction.DOWN, false, above);
    assertThat(latency.worth(goesOn, 2, UNKNOWN)).isFalse();
    assertThat(latency.worth(worse, 2, UNKNOWN)).isTrue();
  }

  @Test
  void every_kind_but_restarts_and_custom_has_a_floor() {
    assertThat(WatchSettings.FLOORS.keySet())
        .doesNotContain(SignalKind.RESTARTS, SignalKind.CUSTOM)
        .hasSize(SignalKind.values().length - 2);
    assertThat(
            new WatchSettings(WatchRig.SETTINGS.cycle(), WatchRig.SETTINGS.limits(), Map.of())
                .floor(SignalKind.CPU))
        .isEqualTo(WatchSettings.Floor.NONE);
  }
}
