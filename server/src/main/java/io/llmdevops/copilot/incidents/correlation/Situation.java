package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.MaintenanceWindow;
import java.time.Instant;
import java.util.List;

/// All that a round of decisions depends on.
///
/// @param pending signals and alerts that are new or have changed
/// @param shelved active ones seen lately that were not enough for an incident yet
/// @param incidents open ones, and those resolved lately, of the services around the pending ones
record Situation(
    Instant now,
    List<Observation> pending,
    List<Observation> shelved,
    List<KnownIncident> incidents,
    Topology topology,
    List<MaintenanceWindow> windows) {
  Situation {
    pending = List.copyOf(pending);
    shelved = List.copyOf(shelved);
    incidents = List.copyOf(incidents);
    windows = List.copyOf(windows);
  }
}
