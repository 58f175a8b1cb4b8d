package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.Alert;
import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.sources.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A signal or an alert, as the correlator looks at it.
public sealed interface Observation {
  UUID id();

  String service();

  /// The kind of a signal, the name of an alert: what makes a later one a repeat.
  String what();

  /// When the trouble began, as far as is known.
  Instant onset();

  /// When its present state was seen.
  Instant seenAt();

  boolean active();

  Labels labels();

  /// The incident that it belongs to already.
  @Nullable UUID incident();

  record OfSignal(Signal signal) implements Observation {
    @Override
    public UUID id() {
      return signal.id();
    }

    @Override
    public String service() {
      return signal.origin().service();
    }

    @Override
    public String what() {
      return signal.origin().kind().name();
    }

    @Override
    public Instant onset() {
      return signal.deviation().onset();
    }

    @Override
    public Instant seenAt() {
      @Nullable Instant ended = signal.deviation().endedAt();
      return ended == null ? signal.deviation().firedAt() : ended;
    }

    @Override
    public boolean active() {
      return signal.deviation().endedAt() == null;
    }

    @Override
    public Labels labels() {
      return signal.origin().labels();
    }

    @Override
    public @Nullable UUID incident() {
      return signal.incident();
    }
  }

  record OfAlert(Alert alert) implements Observation {
    /// An alert that has been firing for longer than this when it is first heard of says little
    /// about when the trouble began.
    private static final Duration FRESH = Duration.ofHours(1);

    @Override
    public UUID id() {
      return alert.id();
    }

    @Override
    public String service() {
      return alert.content().service();
    }

    @Override
    public String what() {
      return alert.content().name();
    }

    @Override
    public Instant onset() {
      Instant start = alert.times().startsAt();
      Instant received = alert.times().receivedAt();
      return start.isBefore(received.minus(FRESH)) || start.isAfter(received) ? received : start;
    }

    @Override
    public Instant seenAt() {
      return alert.times().updatedAt();
    }

    @Override
    public boolean active() {
      return alert.status() == Alert.Status.FIRING;
    }

    @Override
    public Labels labels() {
      return alert.content().labels();
    }

    @Override
    public @Nullable UUID incident() {
      return alert.incident();
    }

    Severity severity() {
      return alert.content().severity();
    }

    Optional<String> summary() {
      return alert.content().annotations().get("summary");
    }
  }
}
