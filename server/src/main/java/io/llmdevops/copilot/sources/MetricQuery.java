package io.llmdevops.copilot.sources;

import java.time.Duration;
import java.util.List;

/// What is asked of a metrics source. The typed forms cover what the copilot watches by itself and
/// can be answered by any source (Prometheus, the built-in scraper, a recording); [PromQl] is the
/// operator's own expression, which only a Prometheus can answer.
public sealed interface MetricQuery {

  /// The value of gauges, aggregated over all series that share the `by` labels.
  record Gauge(String metric, List<Matcher> matchers, Aggregate aggregate, List<String> by)
      implements MetricQuery {
    public Gauge {
      matchers = List.copyOf(matchers);
      by = List.copyOf(by);
    }
  }

  /// The per-second rate of counters over `window`, summed over all series that share the `by`
  /// labels. Counter resets are taken into account, as `rate()` does.
  record Rate(String metric, List<Matcher> matchers, Duration window, List<String> by)
      implements MetricQuery {
    public Rate {
      matchers = List.copyOf(matchers);
      by = List.copyOf(by);
    }
  }

  /// One query over another with the same `by` labels. Where the numerator has no series and the
  /// denominator has one, the ratio is 0 (a service without errors has no error counter yet); a
  /// zero denominator gives no sample.
  record Ratio(MetricQuery numerator, MetricQuery denominator) implements MetricQuery {}

  /// The `quantile` (0 to 1) of a classic histogram, interpolated as `histogram_quantile()` does.
  /// `bucketMetric` is the `_bucket` series with its `le` label.
  record Quantile(
      double quantile,
      String bucketMetric,
      List<Matcher> matchers,
      Duration window,
      List<String> by)
      implements MetricQuery {
    public Quantile {
      if (!(quantile >= 0 && quantile <= 1)) {
        throw new IllegalArgumentException("quantile must lie in 0..1, was " + quantile);
      }
      matchers = List.copyOf(matchers);
      by = List.copyOf(by);
    }
  }

  /// An expression in PromQL, passed on as it is.
  record PromQl(String expression) implements MetricQuery {}

  /// How gauges of one group become one value.
  enum Aggregate {
    SUM,
    AVG,
    MIN,
    MAX
  }
}
