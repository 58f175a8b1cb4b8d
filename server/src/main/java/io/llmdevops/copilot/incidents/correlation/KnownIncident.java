package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.Severity;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An open or recently resolved incident, as far as decisions depend on it.
record KnownIncident(UUID id, String label, State state, Scope scope, Times times, Gist gist) {

  record State(
      IncidentStatus status, Severity severity, @Nullable String resolvedBy, int reopened) {}

  record Scope(String service, Set<String> services, String title) {
    Scope {
      services = Set.copyOf(services);
    }
  }

  /// `lastActivity` is when a member last opened or closed.
  record Times(Instant startedAt, Instant lastActivity, @Nullable Instant resolvedAt) {}
}
