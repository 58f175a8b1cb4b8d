package io.llmdevops.copilot.incidents;

import java.util.List;
import java.util.Map;

/// The figures of the overview. `openBySeverity` holds each severity; `openByService` the services
/// with the most open incidents, at most 20; `lastDay` what the last 24 hours brought.
public record IncidentCounts(
    Map<Severity, Long> openBySeverity,
    List<ServiceCount> openByService,
    long unacknowledged,
    long suppressed,
    long openAlerts,
    LastDay lastDay) {
  public IncidentCounts {
    openBySeverity = Map.copyOf(openBySeverity);
    openByService = List.copyOf(openByService);
  }

  public record ServiceCount(String service, long incidents, Severity worst) {}

  public record LastDay(long detected, long resolved) {}

  public long open() {
    return openBySeverity.values().stream().mapToLong(Long::longValue).sum();
  }
}
