package io.llmdevops.copilot.incidents.investigation;

import java.util.Arrays;
import java.util.List;

/// Statistics that a few wild values cannot move.
final class RobustStatistics {
  /// Makes the median absolute deviation estimate a normal distribution's standard deviation.
  private static final double MAD_TO_SIGMA = 1.4826;

  private RobustStatistics() {}

  /// NaN entries are ignored; NaN if nothing is left.
  static double median(double[] values) {
    double[] finite = new double[values.length];
    int n = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        finite[n++] = value;
      }
    }
    Arrays.sort(finite, 0, n);
    if (n == 0) {
      return Double.NaN;
    }
    return n % 2 == 1 ? finite[n / 2] : (finite[n / 2 - 1] + finite[n / 2]) / 2;
  }

  /// 0 of nothing.
  static double lowerQuartile(List<Double> values) {
    List<Double> sorted = values.stream().filter(Double::isFinite).sorted().toList();
    return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 4);
  }

  /// Robust standard deviation around a known centre.
  static double spread(double[] values, double centre) {
    double[] distances = new double[values.length];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Math.abs(values[i] - centre);
    }
    return MAD_TO_SIGMA * median(distances);
  }

  /// Of the finite values; 0 of none.
  static double mean(double[] values) {
    double sum = 0;
    int n = 0;
    for (double value : values) {
      if (Double.isFinite(value)) {
        sum += value;
        n++;
      }
    }
    return n == 0 ? 0 : sum / n;
  }

  /// First-order autocorrelation of neighbouring finite values, kept within 0 and 0.95.
  static double autocorrelation(double[] values) {
    double mean = mean(values);
    double square = 0;
    double cross = 0;
    for (int i = 0; i < values.length; i++) {
      if (Double.isFinite(values[i])) {
        square += (values[i] - mean) * (values[i] - mean);
        if (i > 0 && Double.isFinite(values[i - 1])) {
          cross += (values[i] - mean) * (values[i - 1] - mean);
        }
      }
    }
    return square > 0 ? Math.clamp(cross / square, 0, 0.95) : 0;
  }

  /// The normal deviate that is as rare as this value of Student's t (Wallace 1959).
  static double normalEquivalent(double t, double degreesOfFreedom) {
    return Math.signum(t) * Math.sqrt(degreesOfFreedom * Math.log1p(t * t / degreesOfFreedom));
  }

  /// Signed root of the likelihood ratio between "both have one failure rate" and "each has its
  /// own": standard normal if nothing changed, also for few requests (Wilks 1938).
  static double binomialChange(double failedBefore, double before, double failed, double during) {
    if (before <= 0 || during <= 0) {
      return 0;
    }
    double together = (failedBefore + failed) / (before + during);
    double ratio =
        2
            * (logLikelihood(failedBefore, before, failedBefore / before)
                + logLikelihood(failed, during, failed / during)
                - logLikelihood(failedBefore, before, together)
                - logLikelihood(failed, during, together));
    return Math.signum(failed / during - failedBefore / before) * Math.sqrt(Math.max(0, ratio));
  }

  private static double logLikelihood(double failed, double all, double rate) {
    double bad = failed > 0 ? failed * Math.log(rate) : 0;
    double good = all - failed > 1e-12 ? (all - failed) * Math.log1p(-rate) : 0;
    return bad + good;
  }
}
