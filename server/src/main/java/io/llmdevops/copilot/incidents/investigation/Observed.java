package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.watches.WatchedQuery;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.TimeSeries;

/// One series as a source gave it for an investigation.
record Observed(WatchedQuery query, TimeRange range, TimeSeries samples) {

  /// The name of the series within one investigation; a signal of the same watch and series has the
  /// same.
  String ref() {
    return ref(query.watch(), samples.labels().toString());
  }

  static String ref(String watch, String seriesKey) {
    return watch + " " + seriesKey;
  }

  String service() {
    String label = query.serviceLabel();
    return label == null ? "unknown" : samples.labels().get(label).orElse("unknown");
  }

  ServiceSeries toServiceSeries() {
    return new ServiceSeries(ref(), service(), query.kind(), query.name(), samples);
  }
}
