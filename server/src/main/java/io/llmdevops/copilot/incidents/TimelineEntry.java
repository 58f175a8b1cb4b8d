package io.llmdevops.copilot.incidents;

import java.time.Instant;
import java.util.Map;

/// One line of an incident's history. `data` holds ids and values that the page links to.
public record TimelineEntry(
    long sequence, Instant at, Kind kind, String actor, String text, Map<String, String> data) {
  public TimelineEntry {
    data = Map.copyOf(data);
  }

  public enum Kind {
    DETECTED,
    SIGNAL_JOINED,
    SIGNAL_ENDED,
    ALERT_JOINED,
    ALERT_RESOLVED,
    STATUS_CHANGED,
    SEVERITY_CHANGED,
    EXPLAINED,
    COMMENT,
    REOPENED,
    MERGED
  }
}
