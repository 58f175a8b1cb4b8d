package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.watches.WatchedQuery;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.TimeSeries;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

  /// Not cut any finer than its service, such as by whom it calls.
  boolean isWhole() {
    return samples.labels().values().keySet().stream()
        .allMatch(label -> label.equals("__name__") || label.equals(query.serviceLabel()));
  }

  private String subject() {
    return query.kind() + " " + service();
  }

  /// Those that speak for their services. What is measured for a whole service and also by whom it
  /// calls counts once, as a whole: the time that is lost in a call is the callee's, and a mean
  /// over few of the requests would be taken for one over all.
  static List<Observed> speaking(List<Observed> all) {
    Set<String> wholes =
        all.stream().filter(Observed::isWhole).map(Observed::subject).collect(Collectors.toSet());
    return all.stream().filter(one -> one.isWhole() || !wholes.contains(one.subject())).toList();
  }

  ServiceSeries toServiceSeries() {
    return new ServiceSeries(ref(), service(), query.kind(), query.name(), samples);
  }
}
