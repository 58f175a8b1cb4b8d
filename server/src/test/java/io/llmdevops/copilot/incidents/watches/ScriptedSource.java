package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.TimeSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A source whose series are functions of time, and which fails when a test says so. A NaN of the
/// script means "no sample", unless [#keepNaN] is set.
final class ScriptedSource implements MetricSource {
  final Map<Labels, LongToDoubleFunction> values = new ConcurrentHashMap<>();
  final Map<String, List<Labels>> catalogue = new ConcurrentHashMap<>();
  final ConcurrentLinkedQueue<TimeRange> asked = new ConcurrentLinkedQueue<>();
  volatile @Nullable CopilotException failure;
  volatile List<String> warnings = List.of();
  volatile Duration shift = Duration.ZERO;
  volatile boolean keepNaN;
  volatile boolean hangs;
  volatile long mostPoints = Long.MAX_VALUE;
  volatile Runnable whileAsked = () -> {};

  @Override
  public String name() {
    return "script";
  }

  void series(String service, LongToDoubleFunction value) {
    values.put(Labels.of("service", service), value);
  }

  @Override
  public Series series(List<String> metrics, Instant start, Instant end) {
    List<Labels> found =
        metrics.stream().flatMap(m -> catalogue.getOrDefault(m, List.of()).stream()).toList();
    return new Series(found, false);
  }

  @Override
  public Set<String> metricNames(Instant start, Instant end) {
    return Set.copyOf(catalogue.keySet());
  }

  @Override
  public Result range(MetricQuery query, TimeRange range) {
    asked.add(range);
    CopilotException trouble = failure;
    if (trouble != null) {
      throw trouble;
    }
    if (hangs) {
      hang();
    }
    if (range.points() > mostPoints) {
      throw new CopilotException.TooLarge(range.points() + " points");
    }
    whileAsked.run();
    List<TimeSeries> series = new ArrayList<>();
    values.forEach((labels, value) -> series.add(one(labels, value, range)));
    return new Result(series.stream().filter(s -> s.size() > 0).toList(), warnings);
  }

  private TimeSeries one(Labels labels, LongToDoubleFunction value, TimeRange range) {
    long step = range.step().toMillis();
    long[] times =
        LongStream.rangeClosed(
                0, (range.end().toEpochMilli() - range.start().toEpochMilli()) / step)
            .map(i -> range.start().toEpochMilli() + i * step)
            .filter(t -> keepNaN || !Double.isNaN(value.applyAsDouble(t)))
            .toArray();
    double[] samples = LongStream.of(times).mapToDouble(value).toArray();
    long[] shifted = LongStream.of(times).map(t -> t + shift.toMillis()).toArray();
    return new TimeSeries(labels, shifted, samples);
  }

  private static void hang() {
    try {
      new java.util.concurrent.CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public Result instant(MetricQuery query, Instant at) {
    return range(query, new TimeRange(at, at, Duration.ofSeconds(1)));
  }

  @Override
  public String text(MetricQuery query) {
    return switch (query) {
      case MetricQuery.PromQl promQl -> promQl.expression();
      case MetricQuery.Rate rate -> "rate(" + rate.metric() + ")";
      case MetricQuery.Gauge gauge -> gauge.metric();
      case MetricQuery.Quantile quantile -> "quantile(" + quantile.bucketMetric() + ")";
      case MetricQuery.Ratio ratio -> text(ratio.numerator()) + " / " + text(ratio.denominator());
    };
  }

  @Override
  public Duration probe() {
    return Duration.ZERO;
  }

  String services() {
    return values.keySet().stream().map(Labels::toString).sorted().collect(Collectors.joining());
  }
}
