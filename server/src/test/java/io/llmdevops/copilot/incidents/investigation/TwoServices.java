package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.TimeSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A source whose series are functions of time, by the metric that the query names.
final class TwoServices implements MetricSource {
  private final Map<String, Map<String, LongToDoubleFunction>> series = new HashMap<>();
  @Nullable CopilotException failure;

  void series(String metric, String service, LongToDoubleFunction value) {
    series.computeIfAbsent(metric, m -> new HashMap<>()).put(service, value);
  }

  @Override
  public String name() {
    return "shop";
  }

  @Override
  public Result range(MetricQuery query, TimeRange range) {
    if (failure != null) {
      throw failure;
    }
    MetricQuery.Gauge gauge = (MetricQuery.Gauge) query;
    List<TimeSeries> found =
        series.getOrDefault(gauge.metric(), Map.of()).entrySet().stream()
            .map(one -> sampled(one.getKey(), one.getValue(), range))
            .toList();
    return new Result(found, List.of());
  }

  private static TimeSeries sampled(String service, LongToDoubleFunction value, TimeRange range) {
    int points = (int) range.points();
    long[] times = new long[points];
    double[] values = new double[points];
    for (int i = 0; i < points; i++) {
      times[i] = range.start().toEpochMilli() + i * range.step().toMillis();
      values[i] = value.applyAsDouble(times[i]);
    }
    return new TimeSeries(Labels.of("service", service), times, values);
  }

  @Override
  public String text(MetricQuery query) {
    MetricQuery.Gauge gauge = (MetricQuery.Gauge) query;
    return gauge.metric()
        + gauge.matchers().stream().map(m -> m.label() + "=" + m.value()).toList();
  }

  @Override
  public Series series(List<String> metrics, Instant start, Instant end) {
    return new Series(List.of(), false);
  }

  @Override
  public Set<String> metricNames(Instant start, Instant end) {
    return series.keySet();
  }

  @Override
  public Result instant(MetricQuery query, Instant at) {
    return range(query, new TimeRange(at, at, Duration.ofSeconds(1)));
  }

  @Override
  public Duration probe() {
    return Duration.ZERO;
  }
}
