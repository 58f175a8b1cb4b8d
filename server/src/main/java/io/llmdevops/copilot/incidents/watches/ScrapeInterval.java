package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.TimeSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.LongStream;

/// How often a Prometheus collects. Rates over less than two scrapes have no value, so the window
/// of every rate depends on it.
final class ScrapeInterval {
  /// Between the first and the last sample of the last ten minutes lie so many scrapes less one; of
  /// a slow tenth of the targets. (`count_over_time` alone would be wrong for a young Prometheus.)
  private static final MetricQuery QUERY =
      new MetricQuery.PromQl(
          "quantile(0.9, (max_over_time(timestamp(up)[10m:5s]) -"
              + " min_over_time(timestamp(up)[10m:5s])) / (count_over_time(up[10m]) - 1))");

  /// In seconds. A watch is known by its query: an interval that wavers by a tenth must not make it
  /// another one.
  private static final long[] USUAL = {1, 2, 5, 10, 15, 20, 30, 60, 120, 300};

  private ScrapeInterval() {}

  /// Empty where the source cannot say.
  static Optional<Duration> of(MetricSource source, Instant now) {
    try {
      for (TimeSeries series : source.instant(QUERY, now).series()) {
        double seconds = series.size() == 0 ? 0 : series.values()[series.size() - 1];
        if (seconds > 0 && Double.isFinite(seconds)) {
          return Optional.of(usual(seconds));
        }
      }
      return Optional.empty();
    } catch (CopilotException.BadRequest e) {
      return Optional.empty();
    }
  }

  /// The nearest usual one, by ratio.
  static Duration usual(double seconds) {
    return LongStream.of(USUAL)
        .boxed()
        .min(Comparator.comparingDouble(usual -> Math.abs(Math.log(seconds / usual))))
        .map(Duration::ofSeconds)
        .orElseThrow();
  }
}
