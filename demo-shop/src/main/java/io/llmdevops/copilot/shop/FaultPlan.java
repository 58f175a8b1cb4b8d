package io.llmdevops.copilot.shop;

import java.time.Duration;

/// The fault that comes and goes by itself.
///
/// @param after from the start of the shop to the start of the fault
/// @param duration from the start of the fault to its end
record FaultPlan(Fault fault, Duration after, Duration duration) {

  FaultPlan {
    if (after.isNegative() || duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("a fault after %s for %s".formatted(after, duration));
    }
  }

  /// Waits, breaks, waits and mends; ends early, without mending, when it is interrupted.
  void play(FaultBoard board) {
    try {
      Thread.sleep(after);
      board.start(fault);
      Thread.sleep(duration);
      board.end(fault);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }
}
