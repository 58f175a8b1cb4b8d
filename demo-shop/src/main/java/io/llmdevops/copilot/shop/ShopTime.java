package io.llmdevops.copilot.shop;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The two clocks of the shop.
///
/// @param wall what time it is
/// @param nanos nanoseconds since some fixed moment, never going back; for durations
record ShopTime(InstantSource wall, LongSupplier nanos) {

  static ShopTime system() {
    return new ShopTime(InstantSource.system(), System::nanoTime);
  }

  double secondsSince(long then) {
    return (nanos.getAsLong() - then) / 1e9;
  }
}
