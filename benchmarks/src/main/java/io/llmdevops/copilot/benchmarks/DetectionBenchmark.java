package io.llmdevops.copilot.benchmarks;

import com.amazon.randomcutforest.parkservices.ThresholdedRandomCutForest;
import io.llmdevops.copilot.benchmarks.nab.NabCorpus;
import io.llmdevops.copilot.benchmarks.nab.NabDetector;
import io.llmdevops.copilot.benchmarks.nab.NabProfile;
import io.llmdevops.copilot.benchmarks.nab.NabResult;
import io.llmdevops.copilot.benchmarks.nab.NabScore;
import io.llmdevops.copilot.benchmarks.nab.NabSeries;
import io.llmdevops.copilot.incidents.detection.SeriesDetector;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// The Numenta Anomaly Benchmark at the frozen settings, with RandomCutForest beside it.
///
/// A false point is a point on which the detector fires (opens an episode, or reports it as clearly
/// worse), outside of every labelled window and after the probationary period; it is given per
/// 1,000 points after that period. Scores of a folder are normalised over that folder alone. Speeds
/// are by CPU time of the one thread, so that neighbours on the machine do not change them much.
final class DetectionBenchmark implements Benchmark {

  /// The shingle size that Amazon's own services default to; all else is the library's default.
  private static final int SHINGLE = 8;

  private static final int BOOTSTRAP_ROUNDS = 2_000;

  @Override
  public String name() {
    return "detection";
  }

  @Override
  public String summary() {
    return "anomaly detection on NAB, with RandomCutForest beside it; speed and size (1 minute)";
  }

  @Override
  public List<String> keys() {
    return List.of(
        "standard", "low_fp", "false_per_1000", "points_per_second_core", "bytes_per_series");
  }

  @Override
  public Map<String, String> run(BenchmarkOptions options) throws Exception {
    Path folder = options.dataset("nab");
    List<NabSeries> corpus = NabCorpus.read(folder);
    NabResult chain = NabResult.of(corpus, DetectionBenchmark::chain);
    NabResult forest = NabResult.of(corpus, DetectionBenchmark::forest);
    print(chain, forest);
    spread(chain);
    DetectionSpeed.Figures speed = new DetectionSpeed(corpus).measure();
    System.out.printf(
        Locale.ROOT,
        "%n1,000 series round-robin on one thread: %,.0f points a second; state %.0f bytes stored, %.0f on the heap.%n",
        speed.pointsPerSecond(),
        speed.storedBytes(),
        speed.heapBytes());
    System.out.printf(
        Locale.ROOT,
        "RandomCutForest, one series after the other: %,.0f points a second.%n%n",
        forest.pointsPerSecond());
    return figures(chain, forest, speed);
  }

  private static NabDetector chain() {
    SeriesDetector detector = new SeriesDetector();
    return (epochMillis, value) -> detector.observe(epochMillis, value).fires();
  }

  private static NabDetector forest() {
    ThresholdedRandomCutForest forest =
        ThresholdedRandomCutForest.builder()
            .dimensions(SHINGLE)
            .shingleSize(SHINGLE)
            .randomSeed(42)
            .build();
    return (epochMillis, value) ->
        forest.process(new double[] {value}, epochMillis).getAnomalyGrade() > 0;
  }

  private static void print(NabResult chain, NabResult forest) {
    System.out.printf("%-24s %-47s | %s%n", "", "this chain", "RandomCutForest, defaults");
    String columns =
        String.format(
            "%8s %8s %8s %8s %7s %5s", "standard", "low FP", "low FN", "windows", "false", "/1000");
    System.out.printf("%-24s %s | %s%n", "folder", columns, columns);
    for (String folder : chain.folders()) {
      row(folder, chain, forest, folder::equals);
    }
    row("all", chain, forest, DetectionBenchmark::all);
  }

  private static void row(
      String title, NabResult chain, NabResult forest, Predicate<String> folders) {
    System.out.printf("%-24s %s | %s%n", title, cells(chain, folders), cells(forest, folders));
  }

  private static String cells(NabResult result, Predicate<String> folders) {
    NabScore total = result.total(NabProfile.STANDARD, folders);
    return String.format(
        Locale.ROOT,
        "%8s %8s %8s %8s %7d %5.2f",
        score(result, NabProfile.STANDARD, folders),
        score(result, NabProfile.REWARD_LOW_FP, folders),
        score(result, NabProfile.REWARD_LOW_FN, folders),
        total.windowsFound() + "/" + total.windows(),
        total.falsePoints(),
        total.falsePerThousand());
  }

  /// A folder without windows has false points, but no score.
  private static String score(NabResult result, NabProfile profile, Predicate<String> folders) {
    return result.total(profile, folders).windows() == 0
        ? "-"
        : String.format(Locale.ROOT, "%.1f", result.score(profile, folders));
  }

  private static void spread(NabResult chain) {
    System.out.printf("%nThe same settings without one folder each (standard / low FP):%n");
    for (String folder : chain.folders()) {
      Predicate<String> others = other -> !other.equals(folder);
      System.out.printf(
          Locale.ROOT,
          "  without %-24s %5.1f / %5.1f%n",
          folder,
          chain.score(NabProfile.STANDARD, others),
          chain.score(NabProfile.REWARD_LOW_FP, others));
    }
    List<Double> standard = chain.bootstrap(NabProfile.STANDARD, BOOTSTRAP_ROUNDS, 1);
    List<Double> lowFp = chain.bootstrap(NabProfile.REWARD_LOW_FP, BOOTSTRAP_ROUNDS, 1);
    System.out.printf(
        Locale.ROOT,
        "Series drawn again with replacement, 5th to 95th percentile: standard %.1f to %.1f, low FP %.1f to %.1f%n",
        standard.get(BOOTSTRAP_ROUNDS / 20),
        standard.get(BOOTSTRAP_ROUNDS * 19 / 20),
        lowFp.get(BOOTSTRAP_ROUNDS / 20),
        lowFp.get(BOOTSTRAP_ROUNDS * 19 / 20));
  }

  private static Map<String, String> figures(
      NabResult chain, NabResult forest, DetectionSpeed.Figures speed) {
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("standard", one(chain.score(NabProfile.STANDARD, DetectionBenchmark::all)));
    figures.put("low_fp", one(chain.score(NabProfile.REWARD_LOW_FP, DetectionBenchmark::all)));
    figures.put(
        "false_per_1000",
        two(chain.total(NabProfile.STANDARD, DetectionBenchmark::all).falsePerThousand()));
    figures.put("points_per_second_core", Long.toString(Math.round(speed.pointsPerSecond())));
    figures.put("bytes_per_series", Long.toString(Math.round(speed.storedBytes())));
    figures.put("low_fn", one(chain.score(NabProfile.REWARD_LOW_FN, DetectionBenchmark::all)));
    figures.put("heap_bytes_per_series", Long.toString(Math.round(speed.heapBytes())));
    figures.put("rcf_standard", one(forest.score(NabProfile.STANDARD, DetectionBenchmark::all)));
    figures.put("rcf_low_fp", one(forest.score(NabProfile.REWARD_LOW_FP, DetectionBenchmark::all)));
    figures.put(
        "rcf_false_per_1000",
        two(forest.total(NabProfile.STANDARD, DetectionBenchmark::all).falsePerThousand()));
    figures.put("rcf_points_per_second", Long.toString(Math.round(forest.pointsPerSecond())));
    return figures;
  }

  private static boolean all(String folder) {
    return true;
  }

  private static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
