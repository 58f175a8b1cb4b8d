package io.llmdevops.copilot.sources.memory;

import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.platform.errors.CopilotException.TooLarge;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.Matcher;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.MetricQuery.Aggregate;
import io.llmdevops.copilot.sources.MetricQuery.Gauge;
import io.llmdevops.copilot.sources.MetricQuery.PromQl;
import io.llmdevops.copilot.sources.MetricQuery.Quantile;
import io.llmdevops.copilot.sources.MetricQuery.Rate;
import io.llmdevops.copilot.sources.MetricQuery.Ratio;
import io.llmdevops.copilot.sources.memory.BucketQuantile.Bucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Answers typed queries from stored samples with the meaning that their PromQL has in Prometheus
/// 3: windows exclude their beginning, a value is carried on for five minutes unless its series
/// ended.
final class Evaluator {
  private static final long LOOKBACK = Duration.ofMinutes(5).toMillis();
  private static final String LE = "le";

  private final SeriesStore store;
  private final long horizon;
  private final long maxSamples;

  /// Nothing later than `horizon` (epoch milliseconds) is seen.
  Evaluator(SeriesStore store, long horizon, long maxSamples) {
    this.store = store;
    this.horizon = horizon;
    this.maxSamples = maxSamples;
  }

  Map<Labels, Column> evaluate(MetricQuery query, Steps steps) {
    return switch (query) {
      case Gauge q -> gauge(q, steps);
      case Rate q -> rate(q.metric(), q.matchers(), q.window(), q.by(), steps);
      case Ratio q ->
          ratio(evaluate(q.numerator(), steps), evaluate(q.denominator(), steps), steps);
      case Quantile q -> quantile(q, steps);
      case PromQl q ->
          throw new BadRequest(
              "only a Prometheus can answer the expression '"
                  + q.expression()
                  + "'; this source answers the built-in watches");
    };
  }

  private Map<Labels, Column> gauge(Gauge query, Steps steps) {
    Groups groups = new Groups(query.by(), steps);
    for (Samples samples : select(query.metric(), query.matchers(), LOOKBACK, steps)) {
      Column column = groups.of(samples.labels());
      int next = 0;
      for (int i = 0; i < steps.count(); i++) {
        long at = steps.at(i);
        while (next < samples.size() && samples.times()[next] <= at) {
          next++;
        }
        if (next > 0 && samples.times()[next - 1] > at - LOOKBACK) {
          double value = samples.values()[next - 1];
          if (!Samples.isStale(value)) {
            column.fold(i, value, query.aggregate());
          }
        }
      }
    }
    if (query.aggregate() == Aggregate.AVG) {
      groups.columns.values().forEach(Column::divideByCounts);
    }
    return groups.columns;
  }

  private Map<Labels, Column> rate(
      String metric, List<Matcher> matchers, Duration window, List<String> by, Steps steps) {
    long length = window.toMillis();
    Groups groups = new Groups(by, steps);
    for (Samples samples : select(metric, matchers, length, steps)) {
      Column column = groups.of(samples.labels());
      int from = 0;
      int to = 0;
      for (int i = 0; i < steps.count(); i++) {
        long at = steps.at(i);
        while (to < samples.size() && samples.times()[to] <= at) {
          to++;
        }
        while (from < to && samples.times()[from] <= at - length) {
          from++;
        }
        OptionalDouble rate = CounterRate.of(samples, from, to, at, length);
        if (rate.isPresent()) {
          column.fold(i, rate.getAsDouble(), Aggregate.SUM);
        }
      }
    }
    return groups.columns;
  }

  private static Map<Labels, Column> ratio(
      Map<Labels, Column> numerators, Map<Labels, Column> denominators, Steps steps) {
    Map<Labels, Column> ratios = new HashMap<>();
    denominators.forEach((labels, denominator) -> {
      Optional<Column> numerator = Optional.ofNullable(numerators.get(labels));
      Column ratio = new Column(steps.count());
      for (int i = 0; i < steps.count(); i++) {
        double below = denominator.value(i);
        if (denominator.has(i) && below != 0) {
          int step = i;
          double above =
              numerator.filter(n -> n.has(step)).map(n -> n.value(step)).orElse(below * 0);
          ratio.set(i, above / below);
        }
      }
      ratios.put(labels, ratio);
    });
    return ratios;
  }

  private Map<Labels, Column> quantile(Quantile query, Steps steps) {
    List<String> by = new ArrayList<>(query.by());
    by.add(LE);
    Map<Labels, Column> rates =
        rate(query.bucketMetric(), query.matchers(), query.window(), by, steps);
    Map<Labels, Map<Double, List<Column>>> histograms = new HashMap<>();
    rates.forEach((labels, column) ->
        bound(labels)
            .ifPresent(bound ->
                histograms
                    .computeIfAbsent(labels.without(List.of(LE)), l -> new HashMap<>())
                    .computeIfAbsent(bound, b -> new ArrayList<>())
                    .add(column)));
    Map<Labels, Column> quantiles = new HashMap<>();
    histograms.forEach(
        (labels, buckets) -> quantiles.put(labels, quantile(query.quantile(), buckets, steps)));
    return quantiles;
  }

  private static Column quantile(
      double quantile, Map<Double, List<Column>> histogram, Steps steps) {
    Column result = new Column(steps.count());
    for (int i = 0; i < steps.count(); i++) {
      int step = i;
      List<Bucket> buckets = new ArrayList<>();
      histogram.forEach((bound, columns) ->
          columns.stream()
              .filter(column -> column.has(step))
              .forEach(column -> buckets.add(new Bucket(bound, column.value(step)))));
      if (!buckets.isEmpty()) {
        result.set(i, BucketQuantile.of(quantile, buckets));
      }
    }
    return result;
  }

  private static Optional<Double> bound(Labels labels) {
    try {
      return labels
          .get(LE)
          .map(le -> le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private List<Samples> select(String metric, List<Matcher> matchers, long before, Steps steps) {
    return store.select(metric, matchers, steps.start() - before, Math.min(steps.end(), horizon));
  }

  /// One column for each set of values of the `by` labels.
  private final class Groups {
    private final List<String> by;
    private final Steps steps;
    private final Map<Labels, Column> columns = new HashMap<>();

    Groups(List<String> by, Steps steps) {
      this.by = by;
      this.steps = steps;
    }

    Column of(Labels labels) {
      Labels key = labels.only(by);
      if (!columns.containsKey(key) && (columns.size() + 1L) * steps.count() > maxSamples) {
        throw new TooLarge(
            "the answer would hold more than %,d samples: ask for a shorter range, a longer step or fewer groups"
                .formatted(maxSamples));
      }
      return columns.computeIfAbsent(key, k -> new Column(steps.count()));
    }
  }
}
