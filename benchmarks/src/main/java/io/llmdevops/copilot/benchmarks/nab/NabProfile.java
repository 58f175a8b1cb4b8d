package io.llmdevops.copilot.benchmarks.nab;

/// What a detection, a false point and a missed window weigh: the application profiles of the
/// Numenta Anomaly Benchmark (`config/profiles.json` of numenta/NAB; Lavin and Ahmad 2015, section
/// III).
public enum NabProfile {
  STANDARD(1.0, 0.11, 1.0),
  REWARD_LOW_FP(1.0, 0.22, 1.0),
  REWARD_LOW_FN(1.0, 0.11, 2.0);

  private final double truePositive;
  private final double falsePositive;
  private final double falseNegative;

  NabProfile(double truePositive, double falsePositive, double falseNegative) {
    this.truePositive = truePositive;
    this.falsePositive = falsePositive;
    this.falseNegative = falseNegative;
  }

  NabWeights weights() {
    return new NabWeights(truePositive, falsePositive, falseNegative);
  }
}
