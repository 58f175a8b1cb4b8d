package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// Ranks a signed deviation against the series' own past deviations, upwards and downwards apart:
/// in a series that only ever spikes up, a dip of half the size is news.
///
/// This is the idea of the anomaly likelihood (Lavin and Ahmad 2015, section IV: judge a score by
/// the distribution of its own past) with a counted and extrapolated tail in place of a Gaussian.
final class SelfRank {

  private static final int FEW = 20;
  private static final int MEAN_MEMORY = 2000;

  /// Digits of surprise granted for the first deviation in a direction never seen before.
  private static final double UNSEEN = 0.5;

  /// Magnitudes below this share of the mean magnitude are all the same.
  private static final double FLOOR = 0.02;

  private final TailHistogram up;
  private final TailHistogram down;
  private double mean;
  private int varied;
  private boolean lastUp;

  SelfRank() {
    this(new TailHistogram(), new TailHistogram());
  }

  private SelfRank(TailHistogram up, TailHistogram down) {
    this.up = up;
    this.down = down;
  }

  /// Surprise of the deviation in decimal digits, at least 0; then learns it. Deviations below
  /// `least` are noise of no interest (rounding, say).
  double rank(double deviation, double least, DetectorSettings.Ranking ranking) {
    double size = Math.abs(deviation);
    double floor = Math.max(1e-300, Math.max(least, mean * FLOOR));
    lastUp = deviation >= 0;
    TailHistogram own = lastUp ? up : down;
    TailHistogram other = lastUp ? down : up;
    int seen = up.total() + down.total();
    double logSize = StrictMath.log(Math.max(size, floor));
    double surprise = seen == 0 ? 0 : surprise(own, other, logSize, ranking);
    own.add(logSize);
    double share = Math.max(1.0 / (seen + 1), 1.0 / MEAN_MEMORY);
    mean += share * (Math.min(size, mean > 0 ? 50 * mean : size) - mean);
    if (size > floor && varied < Short.MAX_VALUE) {
      varied++;
    }
    return Math.max(0, surprise) * seen / (seen + ranking.maturity());
  }

  private double surprise(
      TailHistogram own, TailHistogram other, double logSize, DetectorSettings.Ranking ranking) {
    double share =
        own.total() == 0
            ? Double.POSITIVE_INFINITY
            : own.surprise(logSize, ranking)
                - StrictMath.log10((double) own.total() / (own.total() + other.total()));
    return own.total() >= FEW ? share : Math.min(share, other.surprise(logSize, ranking) + UNSEEN);
  }

  /// How often the deviation was more than nothing; a series below a handful is flat.
  int varied() {
    return varied;
  }

  boolean lastUp() {
    return lastUp;
  }

  /// The size of deviation upwards (or downwards) that a share `tail` of all points exceeded.
  double upper(double tail) {
    return side(up, tail);
  }

  double lower(double tail) {
    return side(down, tail);
  }

  private double side(TailHistogram side, double tail) {
    int all = up.total() + down.total();
    if (side.total() == 0) {
      return 0;
    }
    double share = Math.min(1, tail * all / side.total());
    return share >= 1 ? 0 : StrictMath.exp(side.quantile(share));
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeDouble(mean);
    out.writeShort(varied);
    out.writeBoolean(lastUp);
    up.writeTo(out);
    down.writeTo(out);
  }

  static SelfRank readFrom(DataInput in) throws IOException {
    double mean = in.readDouble();
    int varied = in.readShort();
    boolean lastUp = in.readBoolean();
    SelfRank rank = new SelfRank(TailHistogram.readFrom(in), TailHistogram.readFrom(in));
    rank.mean = mean;
    rank.varied = varied;
    rank.lastUp = lastUp;
    return rank;
  }
}
