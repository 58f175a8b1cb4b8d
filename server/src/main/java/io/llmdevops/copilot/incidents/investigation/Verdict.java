package io.llmdevops.copilot.incidents.investigation;

import java.util.List;

/// The outcome of a ranking. Not to know is a normal one.
public sealed interface Verdict {
  /// Most likely cause first; never empty.
  record Ranked(List<RankedSuspect> suspects) implements Verdict {
    public Ranked {
      suspects = List.copyOf(suspects);
      if (suspects.isEmpty()) {
        throw new IllegalArgumentException("a ranking without suspects is Unresolved");
      }
    }
  }

  record Unresolved(Reason reason, String explanation) implements Verdict {}

  enum Reason {
    /// No series has samples both before and during the incident.
    NO_DATA,
    /// Every series stayed within what is usual for it.
    NOTHING_UNUSUAL,
    /// Most services stopped reporting at once, which says more about the telemetry than about
    /// them.
    TELEMETRY_LOST
  }
}
