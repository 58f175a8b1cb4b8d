package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.Incidents;
import io.llmdevops.copilot.incidents.Investigation;
import io.llmdevops.copilot.platform.jobs.Job;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Explains incidents that wait for it, one after the other, longest waiting first. If the pod dies
/// meanwhile the claim runs out and another one begins anew.
public final class InvestigationJob implements Job {
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration LEASE = Duration.ofSeconds(60);

  /// Then the next run goes on, perhaps on another pod.
  private static final int AT_MOST = 20;

  private final Incidents incidents;
  private final Investigator investigator;
  private final InstantSource time;

  public InvestigationJob(Incidents incidents, Investigator investigator, InstantSource time) {
    this.incidents = incidents;
    this.investigator = investigator;
    this.time = time;
  }

  @Override
  public String name() {
    return "investigate";
  }

  @Override
  public Optional<Duration> every() {
    return Optional.of(POLL);
  }

  @Override
  public Next run(Run run) {
    for (int i = 0; i < AT_MOST; i++) {
      Optional<Investigation> claim = incidents.claimInvestigation(LEASE);
      if (claim.isEmpty()) {
        return Next.at(time.instant().plus(POLL));
      }
      Investigation work = claim.get();
      incidents.explain(work.incident().id(), investigator.investigate(work), work);
    }
    return Next.at(time.instant());
  }
}
