package io.llmdevops.copilot.llm.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/// A circuit breaker: leaves a provider alone that failed several times in a row.
///
/// | state | enter | well | failed | neither |
/// |---|---|---|---|---|
/// | closed | yes | closed, count 0 | closed, count + 1; open at the limit | closed |
/// | open | no; half open after the pause | - | - | - |
/// | half open | one at a time | closed | open | half open, next may try |
///
/// What was let in while it was closed and ends later counts as in the state of then.
public final class Breaker {
  /// See the table.
  public enum State {
    CLOSED,
    OPEN,
    HALF_OPEN;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final int limit;
  private final Duration pause;
  private final InstantSource time;
  private State state = State.CLOSED;
  private int failures;
  private boolean trying;
  private Instant until = Instant.MIN;

  /// @param limit failures in a row
  /// @param pause how long it stays open
  public Breaker(int limit, Duration pause, InstantSource time) {
    this.limit = limit;
    this.pause = pause;
    this.time = time;
  }

  /// Whether a request may go out; then exactly one of the three below follows.
  public synchronized boolean enter() {
    return switch (state()) {
      case CLOSED -> true;
      case OPEN -> false;
      case HALF_OPEN -> {
        boolean free = !trying;
        trying = true;
        yield free;
      }
    };
  }

  public synchronized void well() {
    if (state() != State.OPEN) {
      state = State.CLOSED;
      failures = 0;
      trying = false;
    }
  }

  public synchronized void failed() {
    failures++;
    boolean breaks = state() == State.HALF_OPEN || failures >= limit;
    if (breaks && state() != State.OPEN) {
      state = State.OPEN;
      until = time.instant().plus(pause);
    }
    trying = false;
  }

  /// The request told nothing about the provider.
  public synchronized void neither() {
    trying = false;
  }

  public synchronized State state() {
    if (state == State.OPEN && !time.instant().isBefore(until)) {
      state = State.HALF_OPEN;
      trying = false;
    }
    return state;
  }

  /// Until it may be tried; zero when it may be now.
  public synchronized Duration left() {
    Duration left = Duration.between(time.instant(), until);
    return state() != State.OPEN || left.isNegative() ? Duration.ZERO : left;
  }
}
