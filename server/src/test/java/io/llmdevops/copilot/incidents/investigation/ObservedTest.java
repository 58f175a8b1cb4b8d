package io.llmdevops.copilot.incidents.investigation;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.watches.WatchedQuery;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.TimeSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObservedTest {
  private static final TimeRange RANGE =
      new TimeRange(Instant.EPOCH, Instant.ofEpochSecond(60), Duration.ofSeconds(5));

  private static Observed observed(SignalKind kind, Map<String, String> labels) {
    WatchedQuery query =
        new WatchedQuery(
            "w",
            "a watch",
            "shop",
            kind,
            kind.unit(),
            new MetricQuery.PromQl("up"),
            "service",
            Duration.ofSeconds(5));
    return new Observed(
        query, RANGE, new TimeSeries(Labels.of(labels), new long[] {1}, new double[] {1}));
  }

  @Test
  void calls_as_their_caller_sees_them_do_not_speak_for_a_caller_that_measures_itself() {
    Observed whole = observed(SignalKind.LATENCY_MEAN, Map.of("service", "frontend"));
    Observed calls =
        observed(SignalKind.LATENCY_MEAN, Map.of("service", "frontend", "client_name", "checkout"));

    Observed callee = observed(SignalKind.CPU, Map.of("service", "checkout"));

    assertThat(Observed.speaking(List.of(calls, whole, callee)))
        .extracting(ServiceSeries::ref)
        .containsExactly(whole.ref(), callee.ref());
  }

  @Test
  void calls_speak_for_a_callee_that_reports_nothing_itself() {
    Observed whole = observed(SignalKind.ERROR_RATIO, Map.of("service", "payment"));
    Observed calls =
        observed(
            SignalKind.ERROR_RATIO,
            Map.of("service", "payment", "server_address", "https://bank.example.com:443/v1"));

    assertThat(Observed.speaking(List.of(calls, whole)))
        .extracting(ServiceSeries::service)
        .containsExactly("bank.example.com", "payment");
  }

  @Test
  void without_a_whole_the_parts_speak() {
    Observed calls =
        observed(SignalKind.ERROR_RATIO, Map.of("service", "worker", "client_name", "queue"));
    Observed other = observed(SignalKind.LATENCY_MEAN, Map.of("service", "worker"));
    Observed queue = observed(SignalKind.CPU, Map.of("service", "queue"));

    assertThat(Observed.speaking(List.of(calls, other, queue)))
        .extracting(ServiceSeries::service)
        .containsExactly("worker", "worker", "queue");
  }
}
