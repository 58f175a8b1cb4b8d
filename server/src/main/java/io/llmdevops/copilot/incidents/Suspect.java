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
    String role,
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

  /// Typical values before and during the incident, in `unit`.
  public record Change(
      @Nullable Instant onset, @Nullable Double before, @Nullable Double during, String unit) {}
}
