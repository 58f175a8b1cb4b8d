package io.llmdevops.copilot.benchmarks;

import io.llmdevops.copilot.benchmarks.petshop.DeepestAnomalous;
import io.llmdevops.copilot.benchmarks.petshop.PetshopIssue;
import io.llmdevops.copilot.benchmarks.petshop.PetshopReader;
import io.llmdevops.copilot.benchmarks.petshop.PlantedFault;
import io.llmdevops.copilot.benchmarks.petshop.PlantedFaults;
import io.llmdevops.copilot.incidents.investigation.RankedSuspect;
import io.llmdevops.copilot.incidents.investigation.RootCauseRanker;
import io.llmdevops.copilot.incidents.investigation.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Root-cause ranking on injected faults of a microservice shop, beside two answers that need no
/// thought: always the most frequent culprits of this very set, and the deepest anomalous node.
public final class RcaPetshopBenchmark implements Benchmark {
  private static final int PLANTED = 100;
  private static final int QUIET = 400;
  private static final long SEED = 42;

  @Override
  public String name() {
    return "rca-petshop";
  }

  @Override
  public String summary() {
    return "root cause found first and among three, on the PetShop issues";
  }

  @Override
  public List<String> keys() {
    return List.of(
        "top1", "top3", "constant_top1", "constant_top3", "deepest_top1", "deepest_top3");
  }

  @Override
  public Map<String, String> run(BenchmarkOptions options) throws Exception {
    List<PetshopIssue> issues = PetshopReader.read(options.dataset("petshop"));
    List<Integer> ours = new ArrayList<>();
    List<Integer> deepest = new ArrayList<>();
    Map<String, List<Integer>> kinds = new LinkedHashMap<>();
    int unresolved = 0;
    System.out.printf(
        "%-18s %-9s %-22s %-30s %4s  %s%n",
        "scenario", "issue", "noticed at", "culprit", "rank", "first three (score)");
    for (PetshopIssue issue : issues) {
      List<RankedSuspect> suspects = suspects(issue);
      unresolved += suspects.isEmpty() ? 1 : 0;
      int rank = rankOf(issue.culprit(), suspects.stream().map(RankedSuspect::service).toList());
      ours.add(rank);
      deepest.add(rankOf(issue.culprit(), DeepestAnomalous.rank(issue)));
      String kind = issue.scenario() + ", " + issue.symptom().kind().title();
      kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(rank);
      System.out.printf(
          "%-18s %-9s %-22s %-30s %4s  %s%n",
          issue.scenario(),
          issue.name(),
          issue.symptom().service() + " " + issue.symptom().kind().title(),
          abridged(issue.culprit(), 30),
          rank == 0 ? "-" : rank,
          suspects.stream()
              .limit(3)
              .map(s -> abridged(s.service(), 24) + String.format(Locale.ROOT, " %.2f", s.score()))
              .collect(Collectors.joining(", ")));
    }
    kinds.forEach((kind, ranks) ->
        System.out.printf(
            "%-40s %3d issues  top1 %s  top3 %s%n",
            kind, ranks.size(), share(ranks, 1), share(ranks, 3)));
    Map<String, String> planted = planted(options, issues.getFirst().symptom().service());
    List<Integer> constant = constant(issues);
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("top1", share(ours, 1));
    figures.put("top3", share(ours, 3));
    figures.put("constant_top1", share(constant, 1));
    figures.put("constant_top3", share(constant, 3));
    figures.put("deepest_top1", share(deepest, 1));
    figures.put("deepest_top3", share(deepest, 3));
    figures.put("avg5", averageOfFirst(ours, 5));
    figures.put("unresolved", String.valueOf(unresolved));
    figures.put("issues", String.valueOf(issues.size()));
    figures.putAll(planted);
    return figures;
  }

  /// Whether other culprits than those of the issues are found, in noise that is real.
  private static Map<String, String> planted(BenchmarkOptions options, String entrance)
      throws IOException {
    Map<String, String> figures = new LinkedHashMap<>();
    Optional<PlantedFaults> quiet = PlantedFaults.read(options.dataset("petshop"), entrance);
    if (quiet.isEmpty()) {
      return figures;
    }
    List<PetshopIssue> all = new ArrayList<>();
    List<Integer> ours = new ArrayList<>();
    List<Integer> deepest = new ArrayList<>();
    System.out.printf(
        "%n%d faults of each kind planted into a quiet time (our assumptions, real noise)%n",
        PLANTED);
    long seed = SEED;
    for (PlantedFault kind : PlantedFault.values()) {
      List<PetshopIssue> issues = quiet.get().plant(kind, PLANTED, seed++);
      List<Integer> ranks =
          issues.stream()
              .map(issue ->
                  rankOf(
                      issue.culprit(),
                      suspects(issue).stream().map(RankedSuspect::service).toList()))
              .toList();
      List<Integer> naive =
          issues.stream()
              .map(issue -> rankOf(issue.culprit(), DeepestAnomalous.rank(issue)))
              .toList();
      System.out.printf(
          "%-12s top1 %s top3 %s   deepest %s %s   (%s)%n",
          kind, share(ranks, 1), share(ranks, 3), share(naive, 1), share(naive, 3), kind.effect());
      all.addAll(issues);
      ours.addAll(ranks);
      deepest.addAll(naive);
    }
    List<PetshopIssue> nothing = quiet.get().quiet(QUIET, SEED);
    long named = nothing.stream().filter(issue -> !suspects(issue).isEmpty()).count();
    System.out.printf("of %d quiet times, %d were given a cause%n", QUIET, named);
    List<Integer> constant = constant(all);
    figures.put("quiet_named", String.format(Locale.ROOT, "%.3f", (double) named / QUIET));
    figures.put("planted_top1", share(ours, 1));
    figures.put("planted_top3", share(ours, 3));
    figures.put("planted_constant_top1", share(constant, 1));
    figures.put("planted_constant_top3", share(constant, 3));
    figures.put("planted_deepest_top1", share(deepest, 1));
    figures.put("planted_deepest_top3", share(deepest, 3));
    return figures;
  }

  private static List<RankedSuspect> suspects(PetshopIssue issue) {
    Verdict verdict =
        new RootCauseRanker().rank(issue.graph(), issue.series(), issue.window(), issue.symptom());
    return switch (verdict) {
      case Verdict.Ranked ranked -> ranked.suspects();
      case Verdict.Unresolved none -> List.of();
    };
  }

  /// The strongest answer that never looks: all culprits, the most frequent one first.
  private static List<Integer> constant(List<PetshopIssue> issues) {
    Map<String, Long> frequency =
        issues.stream()
            .collect(Collectors.groupingBy(PetshopIssue::culprit, Collectors.counting()));
    List<String> answer =
        frequency.entrySet().stream()
            .sorted(
                Comparator.comparingLong((Map.Entry<String, Long> e) -> -e.getValue())
                    .thenComparing(Map.Entry::getKey))
            .map(Map.Entry::getKey)
            .toList();
    return issues.stream().map(issue -> rankOf(issue.culprit(), answer)).toList();
  }

  private static int rankOf(String culprit, List<String> ranked) {
    return ranked.indexOf(culprit) + 1;
  }

  private static String share(List<Integer> ranks, int k) {
    long hits = ranks.stream().filter(rank -> rank > 0 && rank <= k).count();
    return String.format(Locale.ROOT, "%.3f", (double) hits / ranks.size());
  }

  private static String averageOfFirst(List<Integer> ranks, int k) {
    double sum = 0;
    for (int i = 1; i <= k; i++) {
      sum += Double.parseDouble(share(ranks, i));
    }
    return String.format(Locale.ROOT, "%.3f", sum / k);
  }

  private static String abridged(String name, int length) {
    return name.length() <= length ? name : name.substring(0, length - 1) + "…";
  }
}
