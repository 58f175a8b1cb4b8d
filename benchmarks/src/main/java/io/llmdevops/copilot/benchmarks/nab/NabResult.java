package io.llmdevops.copilot.benchmarks.nab;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The scores of one detector on a corpus, series by series.
public final class NabResult {

  private record Line(NabSeries series, Map<NabProfile, NabScore> scores) {}

  private final List<Line> lines = new ArrayList<>();
  private long points;
  private long nanos;

  private NabResult() {}

  /// Runs a new detector over each series, in one pass and on this thread.
  public static NabResult of(List<NabSeries> corpus, Supplier<NabDetector> detectors) {
    NabResult result = new NabResult();
    for (NabSeries series : corpus) {
      result.add(series, detectors.get());
    }
    return result;
  }

  private void add(NabSeries series, NabDetector detector) {
    boolean[] fired = new boolean[series.length()];
    long start = cpuNanos();
    for (int i = 0; i < fired.length; i++) {
      fired[i] = detector.fires(series.time(i), series.value(i));
    }
    nanos += cpuNanos() - start;
    points += fired.length;
    Map<NabProfile, NabScore> scores = new EnumMap<>(NabProfile.class);
    for (NabProfile profile : NabProfile.values()) {
      scores.put(profile, new NabScorer(profile).score(fired, series.windows()));
    }
    lines.add(new Line(series, scores));
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /// By CPU time.
  public double pointsPerSecond() {
    return points * 1e9 / nanos;
  }

  public List<String> folders() {
    TreeSet<String> folders = new TreeSet<>();
    lines.forEach(line -> folders.add(line.series().folder()));
    return List.copyOf(folders);
  }

  public NabScore total(NabProfile profile, Predicate<String> folder) {
    return sum(
        lines.stream().filter(line -> folder.test(line.series().folder())).toList(), profile);
  }

  private static NabScore sum(List<Line> lines, NabProfile profile) {
    return lines.stream()
        .map(line -> line.scores().getOrDefault(profile, NabScore.NONE))
        .reduce(NabScore.NONE, NabScore::plus);
  }

  /// On NAB's scale; NaN where the folders hold no window.
  public double score(NabProfile profile, Predicate<String> folder) {
    return new NabScorer(profile).normalised(total(profile, folder));
  }

  /// Sorted scores of `rounds` corpora of the same size drawn with replacement from these series:
  /// how much the score owes to which series happened to be in the corpus.
  public List<Double> bootstrap(NabProfile profile, int rounds, long seed) {
    Random random = new Random(seed);
    List<Double> scores = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      List<Line> drawn = new ArrayList<>();
      for (int i = 0; i < lines.size(); i++) {
        drawn.add(lines.get(random.nextInt(lines.size())));
      }
      scores.add(new NabScorer(profile).normalised(sum(drawn, profile)));
    }
    scores.sort(Double::compare);
    return scores;
  }
}
