package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.TimelineEntry;
import java.time.Instant;

/// One line of an incident's history. `mark` picks the symbol beside it.
public record TimelineView(
    String key, Moment when, String mark, String actor, String text, boolean said) {

  static TimelineView of(TimelineEntry entry, Instant now) {
    return new TimelineView(
        "t" + entry.sequence(),
        new Moment(entry.at(), now),
        mark(entry.kind()),
        entry.actor(),
        entry.text(),
        entry.kind() == TimelineEntry.Kind.COMMENT);
  }

  static String mark(TimelineEntry.Kind kind) {
    return switch (kind) {
      case DETECTED, REOPENED -> "alarm";
      case SIGNAL_JOINED, ALERT_JOINED, MERGED -> "join";
      case SIGNAL_ENDED, ALERT_RESOLVED -> "calm";
      case STATUS_CHANGED, SEVERITY_CHANGED -> "status";
      case EXPLAINED -> "explained";
      case COMMENT -> "comment";
    };
  }
}
