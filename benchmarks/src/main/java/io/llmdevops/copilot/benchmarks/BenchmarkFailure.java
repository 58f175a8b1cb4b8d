package io.llmdevops.copilot.benchmarks;

/// A benchmark could not be run; the message says why and what to do.
public final class BenchmarkFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BenchmarkFailure(String message) {
    super(message);
  }
}
