package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.watches.CallGraph;
import io.llmdevops.copilot.incidents.watches.WatchedQuery;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.TimeSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
  /// over few of the requests would be taken for one over all. Of a callee that reports nothing
  /// itself, such as a bank outside, the calls to it are all that is known: they speak for it.
  static List<ServiceSeries> speaking(List<Observed> all) {
    Set<String> unseen = unseen(all);
    Set<String> wholes =
        all.stream().filter(Observed::isWhole).map(Observed::subject).collect(Collectors.toSet());
    List<ServiceSeries> speaking = new ArrayList<>();
    for (Observed one : all) {
      Optional<String> callee = one.callee().filter(unseen::contains);
      if (callee.isPresent()) {
        speaking.add(one.seriesOf(callee.get()));
      } else if (one.isWhole() || !wholes.contains(one.subject())) {
        speaking.add(one.seriesOf(one.service()));
      }
    }
    return speaking;
  }

  /// Who is called and reports nothing itself.
  static Set<String> unseen(List<Observed> all) {
    Set<String> unseen =
        all.stream().flatMap(one -> one.callee().stream()).collect(Collectors.toSet());
    all.stream().filter(Observed::isWhole).map(Observed::service).forEach(unseen::remove);
    return unseen;
  }

  /// Whom it measures the calls to; empty for what a service measures of itself.
  Optional<String> callee() {
    return isWhole() ? Optional.empty() : CallGraph.callee(samples.labels());
  }

  private ServiceSeries seriesOf(String service) {
    return new ServiceSeries(ref(), service, query.kind(), query.name(), samples);
  }
}
