package io.llmdevops.copilot.shop;

import java.util.random.RandomGenerator;

/// How long a piece of work takes: log-normal, the shape that service times are usually found to
/// have (many near the median, a long tail to the right, never below zero).
///
/// @param medianMillis half of the pieces are faster than this
/// @param sigma standard deviation of the logarithm; 0.3 puts the 99th percentile at twice the
///   median
record Latency(double medianMillis, double sigma) {

  Latency {
    if (!(medianMillis > 0) || !(sigma >= 0)) {
      throw new IllegalArgumentException("no latency: median " + medianMillis + ", sigma " + sigma);
    }
  }

  static Latency ofMillis(double median) {
    return new Latency(median, 0.3);
  }

  double sampleMillis(RandomGenerator random) {
    return medianMillis * Math.exp(sigma * random.nextGaussian());
  }
}
