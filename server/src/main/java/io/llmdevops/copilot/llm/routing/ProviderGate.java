package io.llmdevops.copilot.llm.routing;

import io.llmdevops.copilot.llm.ChatEvent;
import io.llmdevops.copilot.llm.ChatFailure;
import io.llmdevops.copilot.llm.ChatFailure.Kind;
import io.llmdevops.copilot.platform.telemetry.Meters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/// What all models of one provider share: its circuit breaker, its limits and its retries.
public final class ProviderGate {
  private final String name;
  private final Duration placeTimeout;
  private final Breaker breaker;
  private final Admission admission;
  private final RetryAllowance retries = new RetryAllowance();

  /// @param parallel answers under way at once
  /// @param placeTimeout longest wait for a place
  public record Limits(int parallel, OptionalInt requestsPerMinute, Duration placeTimeout) {}

  /// @param failures in a row
  /// @param pause how long it is left alone then
  public record Caution(int failures, Duration pause) {}

  public ProviderGate(String name, Limits limits, Caution caution, InstantSource time) {
    this.name = name;
    this.placeTimeout = limits.placeTimeout();
    this.breaker = new Breaker(caution.failures(), caution.pause(), time);
    this.admission = new Admission(limits.parallel(), limits.requestsPerMinute());
  }

  public void measure(Meters meters) {
    meters.gauge(
        "copilot.llm.breaker.open",
        this,
        gate -> gate.breaker.state() == Breaker.State.CLOSED ? 0 : 1,
        "provider",
        name);
    meters.gauge("copilot.llm.in.flight", this, ProviderGate::inFlight, "provider", name);
  }

  /// What keeps a request from going out, if anything; when nothing, [#leave] must follow.
  Optional<ChatFailure> enter(BooleanSupplier cancelled) throws InterruptedException {
    if (!breaker.enter()) {
      return Optional.of(
          new ChatFailure(
              Kind.PAUSED,
              "the provider "
                  + name
                  + " failed several times in a row and is left alone for "
                  + Math.max(1, breaker.left().toSeconds())
                  + " s"));
    }
    boolean placed = false;
    try {
      placed = admission.enter(placeTimeout, cancelled);
    } finally {
      if (!placed) {
        breaker.neither();
      }
    }
    return placed
        ? Optional.empty()
        : Optional.of(
            cancelled.getAsBoolean()
                ? new ChatFailure(Kind.CANCELLED, "cancelled")
                : new ChatFailure(
                    Kind.BUSY,
                    "no place among the "
                        + "requests to "
                        + name
                        + " came free within "
                        + placeTimeout.toSeconds()
                        + " s"));
  }

  void leave(ChatEvent.End end) {
    admission.leave();
    switch (end) {
      case ChatEvent.Finished finished -> {
        breaker.well();
        retries.earn();
      }
      case ChatEvent.Failed failed -> {
        if (failed.failure().kind().countsAgainstProvider()) {
          breaker.failed();
        } else {
          breaker.neither();
        }
      }
    }
  }

  boolean mayRetry() {
    return retries.take();
  }

  public String name() {
    return name;
  }

  public Breaker.State state() {
    return breaker.state();
  }

  public int inFlight() {
    return admission.inFlight();
  }
}
