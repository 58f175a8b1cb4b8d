package io.llmdevops.copilot.incidents;

import java.time.Instant;
import java.util.List;

/// A claimed piece of work for an investigator: the incident, its signals, and until when the claim
/// holds. It is ended by [Incidents#explain]; without that, another pod gets it after the lease.
public record Investigation(Incident incident, List<Signal> signals, Instant leasedUntil) {
  public Investigation {
    signals = List.copyOf(signals);
  }
}
