package io.llmdevops.copilot.benchmarks.nab;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The scoring function of the Numenta Anomaly Benchmark (Lavin and Ahmad, "Evaluating Real-time
/// Anomaly Detection Algorithms", 2015, section III; `nab/sweeper.py` of numenta/NAB, release 1.1).
///
/// Inside a window only the best placed fired point counts, worth the more the earlier it is; a
/// window without one costs the false-negative weight. A fired point outside costs up to the
/// false-positive weight, less when it comes soon after a window. The first 15 % of a series, at
/// most 750 points, are not scored at all.
public final class NabScorer {

  private static final double PROBATION_SHARE = 0.15;
  private static final int PROBATION_SERIES_LIMIT = 5000;

  /// Position, in widths of a window behind it, from which a false point costs all of its weight.
  private static final double FAR = 3.0;

  private final NabWeights weights;
  private final double probationShare;

  public NabScorer(NabProfile profile) {
    this(profile.weights(), PROBATION_SHARE);
  }

  NabScorer(NabWeights weights, double probationShare) {
    this.weights = weights;
    this.probationShare = probationShare;
  }

  /// 0 at the right edge of a window, nearly 1 at the left edge (-1), nearly -1 one window later.
  static double scaledSigmoid(double position) {
    return position >= FAR ? -1.0 : 2.0 / (1.0 + Math.exp(5.0 * position)) - 1.0;
  }

  static int probation(int length, double share) {
    return (int) Math.min(Math.floor(share * length), share * PROBATION_SERIES_LIMIT);
  }

  /// First index that is scored in a series of this length.
  public static int probation(int length) {
    return probation(length, PROBATION_SHARE);
  }

  /// `fired[i]` says whether the detector fired at point `i`; windows must be in order of time.
  public NabScore score(boolean[] fired, List<NabWindow> windows) {
    int probation = probation(fired.length, probationShare);
    double[] found = new double[windows.size()];
    boolean[] scorable = new boolean[windows.size()];
    double falseScore = 0;
    int falsePoints = 0;
    int next = 0;
    for (int i = 0; i < fired.length; i++) {
      while (next < windows.size() && i > windows.get(next).last()) {
        next++;
      }
      boolean inside = next < windows.size() && windows.get(next).contains(i);
      if (i < probation) {
        continue;
      }
      if (inside) {
        scorable[next] = true;
        if (fired[i]) {
          found[next] = Math.max(found[next], inWindow(i, windows.get(next)));
        }
      } else if (fired[i]) {
        falsePoints++;
        falseScore += outside(i, next == 0 ? null : windows.get(next - 1));
      }
    }
    return total(found, scorable, falseScore, falsePoints, fired.length - probation);
  }

  private NabScore total(
      double[] found, boolean[] scorable, double falseScore, int falsePoints, int scored) {
    double raw = falseScore;
    int windows = 0;
    int hits = 0;
    for (int w = 0; w < found.length; w++) {
      if (!scorable[w]) {
        continue;
      }
      windows++;
      if (found[w] > 0) {
        hits++;
        raw += found[w];
      } else {
        raw -= weights.falseNegative();
      }
    }
    return new NabScore(raw, windows, hits, falsePoints, scored);
  }

  private double inWindow(int index, NabWindow window) {
    double position = -(window.last() - index + 1) / (double) window.width();
    return scaledSigmoid(position) * weights.truePositive() / scaledSigmoid(-1.0);
  }

  private double outside(int index, @Nullable NabWindow before) {
    double position =
        before == null ? FAR : (index - before.last()) / (double) Math.max(1, before.width() - 1);
    return scaledSigmoid(position) * weights.falsePositive();
  }

  /// Puts a sum of raw scores on NAB's scale: 0 is a detector that never fires, 100 a perfect one.
  public double normalised(NabScore sum) {
    double silent = -weights.falseNegative() * sum.windows();
    double perfect = weights.truePositive() * sum.windows();
    return 100 * (sum.raw() - silent) / (perfect - silent);
  }
}
