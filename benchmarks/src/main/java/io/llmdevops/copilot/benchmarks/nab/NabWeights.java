package io.llmdevops.copilot.benchmarks.nab;

/// A cost matrix of NAB: each weight is positive, the scorer gives it its sign.
record NabWeights(double truePositive, double falsePositive, double falseNegative) {

  NabWeights {
    if (!(truePositive >= 0 && falsePositive >= 0 && falseNegative >= 0)) {
      throw new IllegalArgumentException(
          "weights must be numbers of at least 0, got tp=%s fp=%s fn=%s"
              .formatted(truePositive, falsePositive, falseNegative));
    }
  }
}
