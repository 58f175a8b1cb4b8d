package io.llmdevops.copilot.benchmarks.petshop;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.investigation.CallGraph;
import io.llmdevops.copilot.incidents.investigation.ServiceSeries;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The baseline "deepest anomalous node" (`traversal` in the data set's paper): services whose
/// target metric is unusual, that are reached from the target over unusual services, and that call
/// no unusual service; the path with the largest sum of deviations first. It gets what the ranker
/// gets.
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
    Map<String, Double> deepest = new HashMap<>();
    walk(target, 0, new HashSet<>(), scores, callees, deepest);
    return deepest.entrySet().stream()
        .sorted(
            Comparator.comparingDouble((Map.Entry<String, Double> e) -> -e.getValue())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Follows unusual callees; where there are none, notes the largest sum of scores on the way.
  private static void walk(
      String service,
      double sum,
      Set<String> path,
      Map<String, Double> scores,
      Map<String, Set<String>> callees,
      Map<String, Double> deepest) {
    path.add(service);
    double here = sum + scores.getOrDefault(service, 0.0);
    List<String> next =
        callees.getOrDefault(service, Set.of()).stream()
            .filter(scores::containsKey)
            .filter(callee -> !path.contains(callee))
            .toList();
    next.forEach(callee -> walk(callee, here, path, scores, callees, deepest));
    if (next.isEmpty()) {
      deepest.merge(service, here, Math::max);
    }
    path.remove(service);
  }

  private static double score(ServiceSeries series, PetshopIssue issue) {
    double[] before = values(series, issue, true);
    double[] during = values(series, issue, false);
    if (before.length == 0 || during.length == 0) {
      return 0;
    }
    double centre = median(before);
    double spread = median(Arrays.stream(before).map(v -> Math.abs(v - centre)).toArray());
    // Two steps of reference say little about the spread: a tenth of the level at least (the
    // best of the tenth, the twentieth and the fiftieth), for a ratio a tenth of a point.
    double least = series.kind() == SignalKind.AVAILABILITY ? 0.001 : Math.abs(centre) / 10;
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
