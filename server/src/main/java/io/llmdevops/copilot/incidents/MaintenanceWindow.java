package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.sources.Matcher;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A time in which what matches opens no incident that pages anybody: a silence (of known noise) or
/// a maintenance (of a service). All matchers must match; they see the labels of a signal or alert
/// and, as `service`, the service that it was assigned to.
public record MaintenanceWindow(
    UUID id,
    Kind kind,
    List<Matcher> matchers,
    Instant startsAt,
    Instant endsAt,
    String reason,
    String createdBy,
    Instant createdAt) {

  public enum Kind {
    SILENCE,
    MAINTENANCE
  }

  public MaintenanceWindow {
    matchers = List.copyOf(matchers);
    if (matchers.isEmpty()) {
      throw new IllegalArgumentException(
          "a window needs a matcher, or it would silence everything");
    }
    if (!endsAt.isAfter(startsAt)) {
      throw new IllegalArgumentException("the window ends at " + endsAt + ", not after its start");
    }
  }

  public boolean activeAt(Instant time) {
    return !time.isBefore(startsAt) && time.isBefore(endsAt);
  }
}
