package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.Matcher;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How many series of one metric carry each label: what decides which label names the service and
/// which one says that a request failed.
record LabelCensus(long series, Map<String, Long> carriers) {
  private static final double MOST = 0.9;

  LabelCensus {
    carriers = Map.copyOf(carriers);
  }

  static LabelCensus of(List<Labels> series) {
    Map<String, Long> carriers = new HashMap<>();
    for (Labels labels : series) {
      labels.values().keySet().forEach(name -> carriers.merge(name, 1L, Long::sum));
    }
    return new LabelCensus(series.size(), carriers);
  }

  boolean has(String label) {
    return carriers.containsKey(label);
  }

  /// The first of the candidates that nearly all series have; else the one that most have.
  Optional<String> serviceLabel(List<String> candidates) {
    Optional<String> nearlyAll =
        candidates.stream().filter(name -> count(name) >= MOST * series && series > 0).findFirst();
    if (nearlyAll.isPresent()) {
      return nearlyAll;
    }
    // The earlier candidate wins a tie.
    return candidates.stream()
        .filter(this::has)
        .reduce((best, next) -> count(next) > count(best) ? next : best);
  }

  /// The first condition whose label the series have.
  Optional<Matcher> applicable(List<Matcher> conditions) {
    return conditions.stream().filter(condition -> has(condition.label())).findFirst();
  }

  private long count(String label) {
    return carriers.getOrDefault(label, 0L);
  }
}
