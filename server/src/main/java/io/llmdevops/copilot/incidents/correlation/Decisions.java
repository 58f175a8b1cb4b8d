package io.llmdevops.copilot.incidents.correlation;

import java.util.List;
import java.util.UUID;

/// What a round decided.
///
/// @param opened incidents that are new
/// @param changed incidents that there were and that are to be written
/// @param assignments which observation belongs to which incident now; an observation that is not
///   among them keeps what it had
/// @param merges each source is nobody's target
record Decisions(
    List<Case> opened, List<Case> changed, List<Assignment> assignments, List<Merged> merges) {
  Decisions {
    opened = List.copyOf(opened);
    changed = List.copyOf(changed);
    assignments = List.copyOf(assignments);
    merges = List.copyOf(merges);
  }

  record Assignment(Observation observation, UUID incident) {}

  record Merged(Case from, Case into) {}
}
