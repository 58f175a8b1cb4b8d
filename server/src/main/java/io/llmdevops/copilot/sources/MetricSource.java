package io.llmdevops.copilot.sources;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// A place to ask for metrics. Implementations are safe for use by many threads. Every call ends
/// within the source's configured time-out; failures are
/// [io.llmdevops.copilot.platform.errors.CopilotException]: `Unavailable` when a later try may
/// succeed, `BadRequest` when the query itself is refused, `TooLarge` beyond the sample or series
/// limit.
public interface MetricSource {

  /// The name that evidence and logs use, unique among the configured sources.
  String name();

  /// The distinct label sets (with `__name__`) of series that match any of the `metrics` names and
  /// had a sample between `start` and `end`; at most the source's series limit.
  Series series(List<String> metrics, Instant start, Instant end);

  /// Names of all metrics that had a sample between `start` and `end`.
  Set<String> metricNames(Instant start, Instant end);

  Result range(MetricQuery query, TimeRange range);

  Result instant(MetricQuery query, Instant at);

  /// The query in the notation of this source, as stored with evidence and shown to people.
  String text(MetricQuery query);

  /// One cheap round trip: how long it took. Throws `Unavailable` with the reason.
  Duration probe();

  /// `truncated` says that a limit cut the answer and what follows is not complete.
  record Series(List<Labels> labels, boolean truncated) {
    public Series {
      labels = List.copyOf(labels);
    }
  }

  /// `warnings` are the source's own words (partial answers among them).
  record Result(List<TimeSeries> series, List<String> warnings) {
    public Result {
      series = List.copyOf(series);
      warnings = List.copyOf(warnings);
    }
  }
}
