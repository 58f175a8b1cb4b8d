package io.llmdevops.copilot.platform.time;

import java.time.Clock;
import java.time.InstantSource;

/// The wall clock of this machine, in UTC. The only way to it: the architecture test forbids the
/// direct calls everywhere else, so that every test can set the time.
public final class SystemTime {
  private SystemTime() {}

  public static InstantSource source() {
    return Clock.systemUTC();
  }
}
