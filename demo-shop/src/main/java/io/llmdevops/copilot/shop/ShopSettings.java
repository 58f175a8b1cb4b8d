package io.llmdevops.copilot.shop;

import java.time.Duration;

/// What a shop is opened with.
///
/// @param portBase the control door's port; the services take those after it. 0: free ports for all
/// @param seed of everything random
/// @param visitorsPerSecond mean arrival rate at the frontend
/// @param leakTime how long a memory fault needs to fill a heap
/// @param warmUpVisits visits before the shop opens: a JVM is slow until it has compiled its code,
///   and that is not what the shop is to show
record ShopSettings(
    int portBase, long seed, double visitorsPerSecond, Duration leakTime, int warmUpVisits) {

  /// The control door and the services.
  private static final int PORTS = 1 + ShopMap.services().size();

  ShopSettings {
    if (portBase < 0 || portBase > 65_535 - PORTS) {
      throw new IllegalArgumentException(
          "the first port must be between 1 and %d, or 0 for free ones, not %d"
              .formatted(65_535 - PORTS, portBase));
    }
    if (!(visitorsPerSecond > 0) || visitorsPerSecond > 1000) {
      throw new IllegalArgumentException(
          "the rate must be above 0 and at most 1000 visitors a second, not " + visitorsPerSecond);
    }
    if (warmUpVisits < 0 || warmUpVisits > 10_000) {
      throw new IllegalArgumentException("0 to 10000 visits to warm up, not " + warmUpVisits);
    }
    if (leakTime.toMillis() < 100) {
      throw new IllegalArgumentException("a leak takes at least 100ms, not " + leakTime);
    }
  }

  /// The port of the n-th server, counted from 0.
  int port(int n) {
    return portBase == 0 ? 0 : portBase + n;
  }
}
