package io.llmdevops.copilot.web.pages;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value that may be a moment old: however many pages ask, it is read once per `lifetime`.
/// Readers that come while it is being read wait for it.
final class Recent<T> {
  private final InstantSource time;
  private final Duration lifetime;
  private final Supplier<T> source;
  private @Nullable Reading<T> reading;

  private record Reading<T>(T value, Instant until) {}

  Recent(InstantSource time, Duration lifetime, Supplier<T> source) {
    this.time = time;
    this.lifetime = lifetime;
    this.source = source;
  }

  synchronized T get() {
    Instant now = time.instant();
    Reading<T> known = reading;
    if (known == null || !now.isBefore(known.until())) {
      known = new Reading<>(source.get(), now.plus(lifetime));
      reading = known;
    }
    return known.value();
  }
}
