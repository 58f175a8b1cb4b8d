package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.platform.jobs.Job;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/// One instance a watch: whatever pod is free runs its next cycle.
final class WatchJob implements Job {
  static final String NAME = "watch-cycle";

  private static final Duration OFF = Duration.ofMinutes(1);

  private final WatchCycle cycle;
  private final BooleanSupplier on;
  private final InstantSource time;

  /// @param on whether anything is to be watched at all
  WatchJob(WatchCycle cycle, BooleanSupplier on, InstantSource time) {
    this.cycle = cycle;
    this.on = on;
    this.time = time;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Next run(Run run) {
    if (!on.getAsBoolean()) {
      return Next.at(time.instant().plus(OFF));
    }
    return cycle.run(run.instance()).<Next>map(Next::at).orElseGet(Next::done);
  }
}
