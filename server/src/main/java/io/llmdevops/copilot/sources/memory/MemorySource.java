package io.llmdevops.copilot.sources.memory;

import io.llmdevops.copilot.platform.errors.CopilotException.TooLarge;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.TimeSeries;
import io.llmdevops.copilot.sources.prometheus.PromQlText;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// A source over samples in memory. Who fills the store decides what there is to see.
public final class MemorySource implements MetricSource {
  private static final long MAX_SAMPLES = 5_000_000;
  private static final int MAX_SERIES = 20_000;

  private final String name;
  private final SeriesStore store;
  private final LongSupplier horizon;
  private final Supplier<Duration> probe;

  /// Samples later than `horizon` (epoch milliseconds, asked at each query) are not seen. `probe`
  /// tells the health of what fills the store.
  public MemorySource(
      String name, SeriesStore store, LongSupplier horizon, Supplier<Duration> probe) {
    this.name = name;
    this.store = store;
    this.horizon = horizon;
    this.probe = probe;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Series series(List<String> metrics, Instant start, Instant end) {
    List<Labels> found = store.labels(metrics, start.toEpochMilli() - 1, visible(end));
    return found.size() <= MAX_SERIES
        ? new Series(found, false)
        : new Series(found.subList(0, MAX_SERIES), true);
  }

  @Override
  public Set<String> metricNames(Instant start, Instant end) {
    return store.names(start.toEpochMilli() - 1, visible(end));
  }

  private long visible(Instant end) {
    return Math.min(end.toEpochMilli(), horizon.getAsLong());
  }

  @Override
  public Result range(MetricQuery query, TimeRange range) {
    if (range.points() > MAX_SAMPLES) {
      throw new TooLarge(
          "%,d steps in the range, at most %,d are answered: ask for a longer step"
              .formatted(range.points(), MAX_SAMPLES));
    }
    return evaluate(
        query,
        new Steps(range.start().toEpochMilli(), range.step().toMillis(), (int) range.points()));
  }

  @Override
  public Result instant(MetricQuery query, Instant at) {
    return evaluate(query, new Steps(at.toEpochMilli(), 1, 1));
  }

  private Result evaluate(MetricQuery query, Steps steps) {
    Map<Labels, Column> answer =
        new Evaluator(store, horizon.getAsLong(), MAX_SAMPLES).evaluate(query, steps);
    List<TimeSeries> series =
        answer.entrySet().stream()
            .map(group -> group.getValue().series(group.getKey(), steps))
            .flatMap(Optional::stream)
            .sorted(Comparator.comparing(s -> s.labels().toString()))
            .toList();
    return new Result(series, List.of());
  }

  @Override
  public String text(MetricQuery query) {
    return PromQlText.of(query);
  }

  @Override
  public Duration probe() {
    return probe.get();
  }
}
