package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// The usual value by time of day or of week, learnt online, and the mean error that this profile
/// made when it was asked before it learnt. Hours are those of the timestamps; the zone is of no
/// matter, as only repetition counts.
final class SeasonalProfile {

  private static final int ERROR_MEMORY = 500;

  private final long periodMillis;
  private final float[] means;
  private final short[] visits;
  private double error;
  private boolean tested;

  SeasonalProfile(long periodMillis, int bins) {
    this.periodMillis = periodMillis;
    this.means = new float[bins];
    this.visits = new short[bins];
  }

  long periodMillis() {
    return periodMillis;
  }

  private int bin(long epochMillis) {
    return (int) (Math.floorMod(epochMillis, periodMillis) * means.length / periodMillis);
  }

  boolean knows(long epochMillis) {
    return visits[bin(epochMillis)] > 0;
  }

  /// Interpolated between the middles of the two nearest bins.
  double predict(long epochMillis) {
    double place =
        (double) Math.floorMod(epochMillis, periodMillis) / periodMillis * means.length - 0.5;
    int left = (int) Math.floor(place);
    int a = Math.floorMod(left, means.length);
    int b = Math.floorMod(left + 1, means.length);
    if (visits[a] == 0) {
      return means[b];
    }
    if (visits[b] == 0) {
      return means[a];
    }
    double share = place - left;
    return means[a] * (1 - share) + means[b] * share;
  }

  /// Notes how far the profile was off, had it been used.
  void test(long epochMillis, double value) {
    double miss = Math.abs(value - predict(epochMillis));
    error = tested ? error + (miss - error) / ERROR_MEMORY : miss;
    tested = true;
  }

  double error() {
    return error;
  }

  boolean tested() {
    return tested;
  }

  void learn(long epochMillis, double value, double intervalMillis, int memory) {
    int bin = bin(epochMillis);
    if (visits[bin] < Short.MAX_VALUE) {
      visits[bin]++;
    }
    double pointsPerVisit = Math.max(1, periodMillis / (means.length * intervalMillis));
    double share = Math.max(1.0 / visits[bin], 1.0 / (memory * pointsPerVisit));
    means[bin] += (float) (share * (value - means[bin]));
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeDouble(error);
    out.writeBoolean(tested);
    for (int bin = 0; bin < means.length; bin++) {
      Compact.writeCount(out, visits[bin]);
      if (visits[bin] > 0) {
        out.writeFloat(means[bin]);
      }
    }
  }

  void readFrom(DataInput in) throws IOException {
    error = in.readDouble();
    tested = in.readBoolean();
    for (int bin = 0; bin < means.length; bin++) {
      int count = Compact.readCount(in);
      if (count > Short.MAX_VALUE) {
        throw new StateFormatException("a bin of a profile cannot have " + count + " visits");
      }
      visits[bin] = (short) count;
      means[bin] = count > 0 ? in.readFloat() : 0;
    }
  }
}
