package io.llmdevops.copilot.incidents;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Signals and alerts that belong together. `number` is what people say ("INC-42"); `version` rises
/// with each change and serves as the ETag.
public record Incident(
    UUID id,
    long number,
    long version,
    String title,
    State state,
    Scope scope,
    Times times,
    Explanation explanation) {

  /// Re-openings from which on an incident counts as flapping.
  public static final int FLAPPING = 3;

  public String label() {
    return "INC-" + number;
  }

  /// `mergedInto` is the incident that this one was found to be part of; such a one is resolved.
  public record State(
      IncidentStatus status,
      Severity severity,
      @Nullable String acknowledgedBy,
      @Nullable String resolvedBy,
      int reopenedCount,
      @Nullable UUID mergedInto) {

    /// So many re-openings that its end is not to be believed at once.
    public boolean flapping() {
      return reopenedCount >= FLAPPING;
    }
  }

  /// `service` is the one that was affected first; `services` all of them, that one included.
  public record Scope(String service, List<String> services, String fingerprint, Counts counts) {
    public Scope {
      services = List.copyOf(services);
    }
  }

  public record Counts(int signals, int openSignals, int alerts, int openAlerts) {}

  public record Times(
      Instant startedAt,
      Instant detectedAt,
      @Nullable Instant acknowledgedAt,
      @Nullable Instant mitigatedAt,
      @Nullable Instant resolvedAt,
      Instant lastActivityAt,
      Instant updatedAt) {}

  /// `headline` is one sentence that says the cause, or why none is named.
  public record Explanation(
      Progress progress, @Nullable String headline, @Nullable Instant investigatedAt) {}

  public enum Progress {
    PENDING,
    EXPLAINED,
    UNRESOLVED
  }
}
