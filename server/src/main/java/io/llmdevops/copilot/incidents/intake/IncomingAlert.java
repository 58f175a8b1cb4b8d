package io.llmdevops.copilot.incidents.intake;

import io.llmdevops.copilot.incidents.Alert;
import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.sources.Labels;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One alert of a delivery, read and brought within the limits.
record IncomingAlert(Key key, Content content, Alert.Status status, @Nullable Instant endsAt) {

  /// What makes two deliveries the same alert. `sentStartsAt` is what the sender said, in whole
  /// microseconds (all that the database keeps); [#UNKNOWN_START] where it said nothing.
  record Key(String fingerprint, Instant sentStartsAt) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byFingerprint = fingerprint.compareTo(other.fingerprint);
      return byFingerprint != 0 ? byFingerprint : sentStartsAt.compareTo(other.sentStartsAt);
    }
  }

  /// `startsAt` is the start as believed; `note` says what had to be mended.
  record Content(
      String receiver,
      String name,
      String service,
      Severity severity,
      Labels labels,
      Labels annotations,
      Source source) {}

  record Source(Instant startsAt, @Nullable String generatorUrl, @Nullable String note) {}

  static final Instant UNKNOWN_START = Instant.EPOCH;
}
