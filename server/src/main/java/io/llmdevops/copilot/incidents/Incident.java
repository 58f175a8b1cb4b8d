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

  public String label() {
    return "INC-" + number;
  }

  public record State(
      IncidentStatus status,
      Severity severity,
      @Nullable String acknowledgedBy,
      @Nullable String resolvedBy,
      int reopenedCount) {}

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
