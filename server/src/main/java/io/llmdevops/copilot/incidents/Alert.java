package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.sources.Labels;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An alert that another system sent. Its identity is `(fingerprint, startsAt)`: sent again, it is
/// the same alert with a higher `receiveCount`.
public record Alert(
    UUID id, Origin origin, Content content, Status status, Times times, @Nullable UUID incident) {

  /// `note` says what intake had to mend: labels that were cut, a clock that is hours off.
  public record Origin(
      String receiver, String fingerprint, @Nullable String generatorUrl, @Nullable String note) {}

  public record Content(
      String name, String service, Severity severity, Labels labels, Labels annotations) {}

  public enum Status {
    FIRING,
    RESOLVED
  }

  public record Times(
      Instant startsAt,
      @Nullable Instant endsAt,
      Instant receivedAt,
      Instant updatedAt,
      long receiveCount) {}
}
