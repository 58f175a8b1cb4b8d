package io.llmdevops.copilot.llm.routing;

/// Bounds the retries of all calls to one provider together, so that a provider in trouble is not
/// asked several times as often as one that is well: each retry costs one, each answer earns a
/// tenth (as in gRPC's retry throttling, gRFC A6).
final class RetryAllowance {
  private static final double FULL = 20;
  private static final double EARNED = 0.1;

  private double left = FULL;

  synchronized boolean take() {
    if (left < 1) {
      return false;
    }
    left--;
    return true;
  }

  synchronized void earn() {
    left = Math.min(FULL, left + EARNED);
  }
}
