package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.IncidentChange;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// One open page: which change it knows, which incident it is about (absent: all), and how it is
/// reached.
final class Listener {
  private final Optional<UUID> incident;
  private final Consumer<LiveFeed.Message> out;
  private final Runnable close;
  private volatile long position;
  private volatile Instant quietSince = Instant.EPOCH;

  Listener(long position, Optional<UUID> incident, Consumer<LiveFeed.Message> out, Runnable close) {
    this.position = position;
    this.incident = incident;
    this.out = out;
    this.close = close;
  }

  long position() {
    return position;
  }

  /// What lies up to `sequence` was told, or is none of this listener's business.
  void reach(long sequence) {
    position = Math.max(position, sequence);
  }

  boolean wants(IncidentChange change) {
    return incident.isEmpty() || incident.get().equals(change.incident());
  }

  Instant quietSince() {
    return quietSince;
  }

  void tell(LiveFeed.Message message, Instant now) {
    quietSince = now;
    out.accept(message);
  }

  void end() {
    close.run();
  }
}
