package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.Signal;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// A memory that is easy to check: how many points it saw and a hash of all of them in order. A
/// value above 100 deviates upwards, one below 1 downwards.
final class CountingMemory implements SeriesMemory {
  /// Within an episode: worse than all before. At the start of one: only a repetition.
  static final double WORSE = 900;

  static final double REPEATED = 300;

  private static final int MAGIC = 0x5eed;
  private long points;
  private long hash;
  private boolean deviates;

  static final Origin ORIGIN =
      new Origin() {
        @Override
        public SeriesMemory create() {
          return new CountingMemory();
        }

        @Override
        public SeriesMemory read(DataInput in) throws IOException {
          if (in.readInt() != MAGIC) {
            throw new IOException("not a counting memory");
          }
          CountingMemory memory = new CountingMemory();
          memory.points = in.readLong();
          memory.hash = in.readLong();
          memory.deviates = in.readBoolean();
          return memory;
        }
      };

  @Override
  public Reading observe(long epochMillis, double value) {
    points++;
    hash = hash * 31 + epochMillis;
    hash = hash * 31 + Double.doubleToLongBits(value);
    boolean high = value > 100;
    boolean low = value < 1;
    Reading.Stage stage = stage(high || low, value);
    deviates = high || low;
    return new Reading(
        stage,
        epochMillis - 1000,
        low ? Signal.Direction.DOWN : Signal.Direction.UP,
        false,
        new Signal.Measure(high || low ? 0.9 : 0.1, value / 50, value, 50, 1, 100));
  }

  private Reading.Stage stage(boolean out, double value) {
    if (!out) {
      return Reading.Stage.QUIET;
    }
    if (deviates) {
      return value == WORSE ? Reading.Stage.FOUND : Reading.Stage.CONTINUES;
    }
    return value == REPEATED ? Reading.Stage.REPEATS : Reading.Stage.FOUND;
  }

  @Override
  public void writeTo(DataOutput out) throws IOException {
    out.writeInt(MAGIC);
    out.writeLong(points);
    out.writeLong(hash);
    out.writeBoolean(deviates);
  }

  long points() {
    return points;
  }

  long hash() {
    return hash;
  }
}
