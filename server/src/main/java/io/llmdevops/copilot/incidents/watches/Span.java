package io.llmdevops.copilot.incidents.watches;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A run of whole intervals, `(from, to]`, on the grid of multiples of the interval since the
/// epoch. The spans of a watch touch and never overlap. A skipped span is one that was given up on
/// purpose, after an outage that was too long to catch up with.
record Span(Instant from, Instant to, boolean skipped) {
  Span {
    if (!to.isAfter(from)) {
      throw new IllegalArgumentException("a span from " + from + " to " + to + " holds nothing");
    }
  }

  /// What of the watch is to be done next.
  ///
  /// @param watermark end of the last interval that was done
  /// @param lag how long the source is given to have all samples of an interval
  /// @param most intervals to do at once
  /// @param catchUp what lies further back than this is skipped
  static Optional<Span> next(
      Instant watermark, Instant now, Duration interval, Duration lag, int most, Duration catchUp) {
    Instant latest = floor(now.minus(lag), interval);
    if (!latest.isAfter(watermark)) {
      return Optional.empty();
    }
    Instant oldest = floor(latest.minus(catchUp), interval);
    if (watermark.isBefore(oldest)) {
      return Optional.of(new Span(watermark, oldest, true));
    }
    Instant end = watermark.plus(interval.multipliedBy(most));
    return Optional.of(new Span(watermark, end.isBefore(latest) ? end : latest, false));
  }

  /// The grid line at or before `time`.
  static Instant floor(Instant time, Duration interval) {
    long step = interval.toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), step) * step);
  }

  long intervals(Duration interval) {
    return Duration.between(from, to).dividedBy(interval);
  }

  /// The earlier half, in whole intervals; empty if this is a single one.
  Optional<Span> half(Duration interval) {
    long count = intervals(interval) / 2;
    return count == 0
        ? Optional.empty()
        : Optional.of(new Span(from, from.plus(interval.multipliedBy(count)), skipped));
  }
}
