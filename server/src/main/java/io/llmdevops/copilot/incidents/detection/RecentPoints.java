package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/// The last 32 points, and how many of them belong together (no gap between them).
final class RecentPoints {

  static final int SIZE = 32;

  private final long[] times = new long[SIZE];
  private final double[] values = new double[SIZE];
  private final double[] scratch = new double[SIZE];
  private int stored;
  private int next;
  private int together;

  int stored() {
    return stored;
  }

  /// Points since the last gap, at most [#SIZE].
  int together() {
    return together;
  }

  void breakContext() {
    together = 0;
  }

  void add(long epochMillis, double value) {
    times[next] = epochMillis;
    values[next] = value;
    next = (next + 1) % SIZE;
    stored = Math.min(SIZE, stored + 1);
    together = Math.min(SIZE, together + 1);
  }

  /// The value `back` points ago; 0 is the newest.
  double value(int back) {
    return values[Math.floorMod(next - 1 - back, SIZE)];
  }

  long time(int back) {
    return times[Math.floorMod(next - 1 - back, SIZE)];
  }

  /// Mean of the points from `from` back to just before `to`.
  double mean(int from, int to) {
    double sum = 0;
    for (int back = from; back < to; back++) {
      sum += value(back);
    }
    return sum / (to - from);
  }

  /// Median of the points from `from` back to just before `to`.
  double median(int from, int to) {
    int count = to - from;
    for (int i = 0; i < count; i++) {
      scratch[i] = value(from + i);
    }
    return middle(count);
  }

  /// Median distance of those points to `centre`.
  double medianDistance(int from, int to, double centre) {
    int count = to - from;
    for (int i = 0; i < count; i++) {
      scratch[i] = Math.abs(value(from + i) - centre);
    }
    return middle(count);
  }

  private double middle(int count) {
    Arrays.sort(scratch, 0, count);
    int half = count / 2;
    return count % 2 == 1 ? scratch[half] : (scratch[half - 1] + scratch[half]) / 2;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeByte(stored);
    out.writeByte(together);
    for (int back = stored - 1; back >= 0; back--) {
      out.writeLong(time(back));
      out.writeDouble(value(back));
    }
  }

  static RecentPoints readFrom(DataInput in) throws IOException {
    int stored = in.readByte();
    int together = in.readByte();
    if (stored < 0 || stored > SIZE || together < 0 || together > stored) {
      throw new StateFormatException(
          "%d recent points, %d of them together, cannot be".formatted(stored, together));
    }
    RecentPoints points = new RecentPoints();
    for (int i = 0; i < stored; i++) {
      points.add(in.readLong(), in.readDouble());
    }
    points.together = together;
    return points;
  }
}
