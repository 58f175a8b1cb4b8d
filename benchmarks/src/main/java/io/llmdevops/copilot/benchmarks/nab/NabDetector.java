package io.llmdevops.copilot.benchmarks.nab;

/// A detector of one series under test. It is made new for each series and sees each point once, in
/// order; it is told nothing of the series beforehand (no length, no minimum or maximum).
@FunctionalInterface
public interface NabDetector {
  /// Whether the detector fires on this point.
  boolean fires(long epochMillis, double value);
}
