package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.OptionalDouble;

/// Turns the samples of a cumulative counter into rates per second, one sample at a time.
///
/// Resets follow Prometheus' `rate()`: a counter that falls has restarted at zero, so what it shows
/// now is what was counted since (prometheus.io/docs/prometheus/latest/querying/functions/#rate;
/// `extrapolatedRate` in promql/functions.go). Nothing is extrapolated to window edges: a rate is
/// the plain increase between two samples over the time between them. After a gap there is no rate
/// until the next pair: a mean over an outage would be a number that never was (Prometheus gives a
/// series up after 5 minutes; here a gap is several of its own intervals).
///
/// Not thread-safe.
public final class CounterRate {

  private final SeriesClock clock;
  private double last;
  private long lastMillis;
  private long resets;
  private long unusable;

  public CounterRate() {
    this(new SeriesClock());
  }

  private CounterRate(SeriesClock clock) {
    this.clock = clock;
  }

  /// The rate since the sample before; empty for the first sample, after a gap, and for samples
  /// that are late, double, negative or no number.
  public OptionalDouble observe(long epochMillis, double total) {
    if (!(total >= 0) || Double.isInfinite(total)) {
      unusable++;
      return OptionalDouble.empty();
    }
    Arrival arrival = clock.accept(epochMillis);
    if (!arrival.accepted()) {
      return OptionalDouble.empty();
    }
    double increase = total - last;
    double seconds = (epochMillis - lastMillis) / 1000.0;
    last = total;
    lastMillis = epochMillis;
    if (arrival != Arrival.NEXT) {
      return OptionalDouble.empty();
    }
    if (increase < 0) {
      resets++;
      increase = total;
    }
    return OptionalDouble.of(increase / seconds);
  }

  /// Times that the counter was seen to start again.
  public long resets() {
    return resets;
  }

  /// Samples dropped as late or double.
  public long dropped() {
    return clock.dropped();
  }

  /// Samples that were no count.
  public long unusable() {
    return unusable;
  }

  public void writeTo(DataOutput out) throws IOException {
    DetectorState.write(
        out,
        payload -> {
          clock.writeTo(payload);
          payload.writeDouble(last);
          payload.writeLong(lastMillis);
          payload.writeLong(resets);
          payload.writeLong(unusable);
        });
  }

  /// Throws [StateFormatException] when the state cannot be used.
  public static CounterRate readFrom(DataInput in) throws IOException {
    return DetectorState.read(
        in,
        payload -> {
          CounterRate rate = new CounterRate(SeriesClock.readFrom(payload));
          rate.last = payload.readDouble();
          rate.lastMillis = payload.readLong();
          rate.resets = payload.readLong();
          rate.unusable = payload.readLong();
          return rate;
        });
  }
}
