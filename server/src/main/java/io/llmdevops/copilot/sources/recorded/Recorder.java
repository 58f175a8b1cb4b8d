package io.llmdevops.copilot.sources.recorded;

import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.MetricQuery.Aggregate;
import io.llmdevops.copilot.sources.MetricQuery.Gauge;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.TimeSeries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// Writes what any source knows of some metrics into a file that [RecordedSource] replays. The
/// samples are those at the steps of the range: take the interval of the scrapes as the step, and
/// rates and quantiles of the replay come close to those of the original.
public final class Recorder {
  private Recorder() {}

  /// Returns how many series were written.
  public static int record(MetricSource source, List<String> metrics, TimeRange range, Path file) {
    List<TimeSeries> recorded = new ArrayList<>();
    for (String metric : metrics) {
      recorded.addAll(raw(source, metric, range));
    }
    try {
      Recording.write(file, recorded);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the recording " + file, e);
    }
    return recorded.size();
  }

  /// Grouping by every label that occurs leaves each series alone in its group.
  private static List<TimeSeries> raw(MetricSource source, String metric, TimeRange range) {
    TreeSet<String> names = new TreeSet<>();
    for (Labels labels : source.series(List.of(metric), range.start(), range.end()).labels()) {
      names.addAll(labels.values().keySet());
    }
    names.remove("__name__");
    Gauge each = new Gauge(metric, List.of(), Aggregate.MAX, List.copyOf(names));
    return source.range(each, range).series().stream().map(s -> named(s, metric)).toList();
  }

  private static TimeSeries named(TimeSeries series, String metric) {
    TreeMap<String, String> labels = new TreeMap<>(series.labels().values());
    labels.put("__name__", metric);
    return new TimeSeries(new Labels(labels), series.timestamps(), series.values());
  }
}
