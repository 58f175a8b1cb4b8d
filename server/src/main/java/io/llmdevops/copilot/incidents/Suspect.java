package io.llmdevops.copilot.incidents;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One ranked candidate for the cause of an incident. It cannot exist without evidence.
public record Suspect(
    int rank,
    String service,
    SignalKind kind,
    Role role,
    double score,
    Change change,
    String statement,
    List<UUID> evidence) {
  public Suspect {
    evidence = List.copyOf(evidence);
    if (evidence.isEmpty()) {
      throw new IllegalArgumentException("suspect " + service + " has no evidence");
    }
  }

  /// How a suspect stands to the symptom.
  public enum Role {
    /// On the call path from the symptom, with no callee that accounts for its trouble.
    DEEPEST_ANOMALOUS,
    /// On the call path from the symptom, with a callee below that accounts for its trouble.
    ON_PATH,
    /// Where more requests than usual enter.
    UPSTREAM_LOAD,
    /// Unusual at the same time; no known call path from the symptom leads here.
    CORRELATED
  }

  /// Typical values before and during the incident, in `unit`.
  public record Change(
      @Nullable Instant onset, @Nullable Double before, @Nullable Double during, String unit) {}
}
