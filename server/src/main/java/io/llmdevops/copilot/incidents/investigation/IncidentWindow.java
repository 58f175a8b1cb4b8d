package io.llmdevops.copilot.incidents.investigation;

import java.time.Instant;

/// `from` until `to` (exclusive) is the incident so far; `referenceFrom` until `from` is the time
/// before it that counts as normal. Both may be short: a minute of 5-second samples is enough.
public record IncidentWindow(Instant referenceFrom, Instant from, Instant to) {
  public IncidentWindow {
    if (!referenceFrom.isBefore(from) || !from.isBefore(to)) {
      throw new IllegalArgumentException(
          "an incident window must run forward, not %s, %s, %s".formatted(referenceFrom, from, to));
    }
  }
}
