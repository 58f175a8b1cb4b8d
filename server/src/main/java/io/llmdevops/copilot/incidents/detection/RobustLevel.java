package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// The long level of a series and its mean absolute deviation, exponentially weighted and
/// winsorised: a deviation counts at most a few mean deviations (Huber's location estimate, done as
/// a running one), so that an anomaly hardly moves what it is measured against.
final class RobustLevel {

  private static final int SETTLING = 8;

  /// However large the deviation, this share of it always counts, or a flat series (mean deviation
  /// zero) could never learn a new level.
  private static final double ALWAYS = 0.02;

  /// Standard deviation of a normal distribution over its mean absolute deviation.
  static final double SIGMA = StrictMath.sqrt(StrictMath.PI / 2);

  private double level;
  private double deviation;
  private int count;

  double level() {
    return level;
  }

  double deviation() {
    return deviation;
  }

  double sigma() {
    return SIGMA * deviation;
  }

  void learn(double value, DetectorSettings.Baseline settings) {
    count = Math.min(count + 1, Integer.MAX_VALUE - 1);
    double share = Math.max(1.0 / count, 1.0 / settings.level());
    double difference = value - level;
    double size = Math.abs(difference);
    double limit =
        count <= SETTLING
            ? size
            : Math.min(size, Math.max(settings.winsor() * deviation, ALWAYS * size));
    deviation += share * ((count == 1 ? 0 : limit) - deviation);
    level += share * Math.copySign(limit, difference);
  }

  /// Takes another level as the normal one.
  void moveTo(double value) {
    level = value;
  }

  void writeTo(DataOutput out) throws IOException {
    out.writeDouble(level);
    out.writeDouble(deviation);
    out.writeInt(count);
  }

  static RobustLevel readFrom(DataInput in) throws IOException {
    RobustLevel robust = new RobustLevel();
    robust.level = in.readDouble();
    robust.deviation = in.readDouble();
    robust.count = in.readInt();
    return robust;
  }
}
