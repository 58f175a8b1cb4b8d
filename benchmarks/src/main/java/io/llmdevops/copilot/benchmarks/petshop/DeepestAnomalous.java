package io.llmdevops.copilot.benchmarks.petshop;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.investigation.CallGraph;
import io.llmdevops.copilot.incidents.investigation.ServiceSeries;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The baseline "deepest anomalous node" (`traversal` in the data set's paper): services whose
/// target metric is unusual, that are reached from the target over unusual services, and that call
/// no unusual service; the most unusual first. Ours to be beaten, so it gets what the ranker gets.
public final class DeepestAnomalous {
  /// Median absolute deviations, as in the paper.
  private static final double THRESHOLD = 5;

  private DeepestAnomalous() {}

  public static List<String> rank(PetshopIssue issue) {
    Map<String, Double> scores = new HashMap<>();
    for (ServiceSeries series : issue.series()) {
      if (series.kind() == issue.symptom().kind()) {
        double score = score(series, issue);
        if (score > THRESHOLD) {
          scores.put(series.service(), score);
        }
      }
    }
    String target = issue.symptom().service();
    scores.putIfAbsent(target, THRESHOLD);
    Map<String, Set<String>> callees =
        issue.graph().calls().stream()
            .collect(
                Collectors.groupingBy(
                    CallGraph.Call::caller,
                    Collectors.mapping(
                        CallGraph.Call::callee, Collectors.toCollection(TreeSet::new))));
    Set<String> reached = new TreeSet<>(Set.of(target));
    ArrayDeque<String> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      for (String callee : callees.getOrDefault(open.remove(), Set.of())) {
        if (scores.containsKey(callee) && reached.add(callee)) {
          open.add(callee);
        }
      }
    }
    return reached.stream()
        .filter(s -> callees.getOrDefault(s, Set.of()).stream().noneMatch(scores::containsKey))
        .sorted(
            Comparator.comparingDouble((String s) -> -scores.getOrDefault(s, 0.0))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  private static double score(ServiceSeries series, PetshopIssue issue) {
    double[] before = values(series, issue, true);
    double[] during = values(series, issue, false);
    if (before.length == 0 || during.length == 0) {
      return 0;
    }
    double centre = median(before);
    double spread = median(Arrays.stream(before).map(v -> Math.abs(v - centre)).toArray());
    // Two steps of reference say little about the spread: a fiftieth of the level at least, and
    // for a ratio half a point.
    double least = series.kind() == SignalKind.AVAILABILITY ? 0.001 : Math.abs(centre) / 50;
    return Arrays.stream(during).map(v -> Math.abs(v - centre)).max().orElse(0)
        / Math.max(spread, Math.max(least, 1e-9));
  }

  private static double[] values(ServiceSeries series, PetshopIssue issue, boolean before) {
    long from = issue.window().from().toEpochMilli();
    double[] found = new double[series.samples().size()];
    int n = 0;
    for (int i = 0; i < found.length; i++) {
      double value = series.samples().values()[i];
      if (Double.isFinite(value) && series.samples().timestamps()[i] < from == before) {
        found[n++] = value;
      }
    }
    return Arrays.copyOf(found, n);
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }
}
