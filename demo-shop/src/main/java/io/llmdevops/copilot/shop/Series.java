package io.llmdevops.copilot.shop;

import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/// What one label set of a metric has measured. Every case is safe for many threads.
sealed interface Series {

  /// Appends the lines of this series in the Prometheus text format 0.0.4.
  void writeTo(StringBuilder out, String name, Labels labels);

  private static void line(StringBuilder out, String name, Labels labels, double value) {
    out.append(name).append(labels.inBraces()).append(' ').append(value).append('\n');
  }

  /// Counts events; only ever grows.
  record Counter(DoubleAdder count) implements Series {
    Counter() {
      this(new DoubleAdder());
    }

    void increment() {
      count.add(1);
    }

    @Override
    public void writeTo(StringBuilder out, String name, Labels labels) {
      line(out, name, labels, count.sum());
    }
  }

  /// A value that is asked for when somebody scrapes.
  record Reading(DoubleSupplier value) implements Series {
    @Override
    public void writeTo(StringBuilder out, String name, Labels labels) {
      line(out, name, labels, value.getAsDouble());
    }
  }

  /// How often and how long in total, asked for when somebody scrapes.
  record Summary(DoubleSupplier count, DoubleSupplier seconds) implements Series {
    @Override
    public void writeTo(StringBuilder out, String name, Labels labels) {
      line(out, name + "_count", labels, count.getAsDouble());
      line(out, name + "_sum", labels, seconds.getAsDouble());
    }
  }

  /// Durations sorted into buckets; the bounds are those that Prometheus clients use by default.
  final class Histogram implements Series {
    private static final double[] BOUNDS_SECONDS = {
      0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
    };

    private final LongAdder[] buckets = new LongAdder[BOUNDS_SECONDS.length + 1];
    private final DoubleAdder seconds = new DoubleAdder();

    Histogram() {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = new LongAdder();
      }
    }

    void observe(double observedSeconds) {
      int bucket = 0;
      while (bucket < BOUNDS_SECONDS.length && observedSeconds > BOUNDS_SECONDS[bucket]) {
        bucket++;
      }
      buckets[bucket].increment();
      seconds.add(observedSeconds);
    }

    @Override
    public void writeTo(StringBuilder out, String name, Labels labels) {
      double upToHere = 0;
      for (int i = 0; i < buckets.length; i++) {
        upToHere += buckets[i].sum();
        var bound = i < BOUNDS_SECONDS.length ? Double.toString(BOUNDS_SECONDS[i]) : "+Inf";
        line(out, name + "_bucket", labels.with("le", bound), upToHere);
      }
      // The count is the last bucket, not a counter of its own: one scrape never contradicts
      // itself.
      line(out, name + "_count", labels, upToHere);
      line(out, name + "_sum", labels, seconds.sum());
    }
  }
}
