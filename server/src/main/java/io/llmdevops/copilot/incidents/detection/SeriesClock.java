package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Learns the interval of a series and sorts its points into arrivals. It never asks a real clock:
/// a source whose clock is hours off is as good as any other.
final class SeriesClock {

  /// A hole of more than this many intervals breaks the short context.
  private static final double GAP = 5;

  /// So many points in a row that all look late mean that the clock was set back (or that one point
  /// far in the future had slipped in).
  private static final int LATE_RUN = 5;

  private static final double LEARNING = 0.05;

  private long first;
  private long last;
  private double interval;
  private boolean started;
  private int lateRun;
  private long dropped;

  Arrival accept(long epochMillis) {
    if (!started) {
      started = true;
      first = epochMillis;
      last = epochMillis;
      return Arrival.FIRST;
    }
    long step = epochMillis - last;
    if (step <= 0) {
      return late(epochMillis, step);
    }
    lateRun = 0;
    last = epochMillis;
    if (interval == 0) {
      interval = step;
      return Arrival.NEXT;
    }
    boolean gap = (double) step > GAP * interval;
    // A gap counts as a few intervals only, or one weekend would distort the interval for long.
    interval += LEARNING * (Math.min((double) step, 3 * interval) - interval);
    return gap ? Arrival.AFTER_GAP : Arrival.NEXT;
  }

  private Arrival late(long epochMillis, long step) {
    if (step == 0) {
      dropped++;
      return Arrival.DUPLICATE;
    }
    if (++lateRun < LATE_RUN) {
      dropped++;
      return Arrival.LATE;
    }
    lateRun = 0;
    last = epochMillis;
    first = Math.min(first, epochMillis);
    return Arrival.CLOCK_STEP;
  }

  /// Time since the first point.
  long ageMillis() {
    return last - first;
  }

  double intervalMillis() {
    return Math.max(1, interval);
  }

  long dropped() {
    return dropped;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeBoolean(started);
    out.writeLong(first);
    out.writeLong(last);
    out.writeDouble(interval);
    out.writeByte(lateRun);
    out.writeLong(dropped);
  }

  static SeriesClock readFrom(DataInput in) throws IOException {
    SeriesClock clock = new SeriesClock();
    clock.started = in.readBoolean();
    clock.first = in.readLong();
    clock.last = in.readLong();
    clock.interval = in.readDouble();
    clock.lateRun = in.readByte();
    clock.dropped = in.readLong();
    return clock;
  }
}
