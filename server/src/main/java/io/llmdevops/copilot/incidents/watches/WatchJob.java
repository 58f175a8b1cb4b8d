package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.platform.jobs.Job;

/// One instance a watch: whatever pod is free runs its next cycle.
final class WatchJob implements Job {
  static final String NAME = "watch-cycle";

  private final WatchCycle cycle;

  WatchJob(WatchCycle cycle) {
    this.cycle = cycle;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Next run(Run run) {
    return cycle.run(run.instance()).<Next>map(Next::at).orElseGet(Next::done);
  }
}
