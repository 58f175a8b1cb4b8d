package io.llmdevops.copilot.incidents.detection;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// How much a series moves from point to point, lately and usually; the ratio of the two is ranked
/// against its own past. It sees a series freeze as well as one that starts to flutter around an
/// unchanged mean.
final class StepSize {

  private static final int FROM = 24;

  /// Keeps the ratio finite when a series stands still.
  private static final double FLOOR = 0.02;

  private final SelfRank rank;
  private double recent;
  private double usual;

  StepSize() {
    this(new SelfRank());
  }

  private StepSize(SelfRank rank) {
    this.rank = rank;
  }

  double observe(double step, int points, DetectorSettings settings) {
    double size = Math.abs(step);
    recent += (size - recent) / Math.min(points, settings.baseline().rough());
    usual += (size - usual) / Math.min(points, settings.baseline().roughLong());
    if (points <= FROM || usual <= 0) {
      return 0;
    }
    double ratio = StrictMath.log((recent + FLOOR * usual) / (usual * (1 + FLOOR)));
    return rank.rank(ratio, 0, settings.ranking());
  }

  void writeTo(DataOutput out) throws IOException {
    rank.writeTo(out);
    out.writeDouble(recent);
    out.writeDouble(usual);
  }

  static StepSize readFrom(DataInput in) throws IOException {
    StepSize steps = new StepSize(SelfRank.readFrom(in));
    steps.recent = in.readDouble();
    steps.usual = in.readDouble();
    return steps;
  }
}
