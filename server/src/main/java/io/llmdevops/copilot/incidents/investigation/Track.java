package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.SignalKind;
import java.util.Arrays;

/// One series on the grid, with what is usual for it.
final class Track {
  /// From this many reference steps on, a series' own spread includes its slow drift.
  private static final int ENOUGH_FOR_DRIFT = 8;

  /// The part of a service's instances without which nothing of it is left.
  private static final double ALL_GONE = 0.99;

  final ServiceSeries series;
  final Channel channel;
  final Grid grid;

  /// Per step; failures as the failing ratio, whichever way the series counts. NaN: no sample.
  final double[] values;

  /// Median of the reference; NaN without one.
  final double level;

  final int referenceSteps;

  /// Robust relative deviation of a single step in the reference, and how much neighbouring steps
  /// repeat each other (the variance of a mean grows by this factor).
  final double ownNoise;

  final double repetition;

  Track(ServiceSeries series, Grid grid) {
    this.series = series;
    this.grid = grid;
    channel = Channel.of(series.kind());
    values = grid.average(series.samples());
    if (channel == Channel.FAILURES) {
      boolean good = series.kind() == SignalKind.AVAILABILITY;
      for (int i = 0; i < values.length; i++) {
        values[i] = clampNumber(good ? 1 - values[i] : values[i]);
      }
    }
    double[] reference = Arrays.copyOf(values, grid.before());
    level = RobustStatistics.median(reference);
    double[] relative = new double[reference.length];
    int known = 0;
    for (int i = 0; i < relative.length; i++) {
      relative[i] = relative(reference[i]);
      known += Double.isFinite(reference[i]) ? 1 : 0;
    }
    referenceSteps = known;
    if (referenceSteps >= ENOUGH_FOR_DRIFT) {
      double r = RobustStatistics.autocorrelation(relative);
      repetition = (1 + r) / (1 - r);
      ownNoise = RobustStatistics.spread(relative, 0);
    } else {
      repetition = 1;
      double[] finite = Arrays.stream(relative).filter(Double::isFinite).toArray();
      double[] jumps = new double[Math.max(0, finite.length - 1)];
      for (int i = 0; i < jumps.length; i++) {
        jumps[i] = (finite[i + 1] - finite[i]) / Math.sqrt(2);
      }
      ownNoise = RobustStatistics.spread(jumps, 0);
    }
  }

  /// `Math.clamp` refuses NaN.
  private static double clampNumber(double ratio) {
    return Double.isNaN(ratio) ? ratio : Math.clamp(ratio, 0, 1);
  }

  /// The deviation from the level in a unit that series of one channel share: times and loads vary
  /// by factors, failing ratios by points, resources in parts of their level.
  double relative(double value) {
    return switch (channel) {
      case TIME, LOAD -> value > 0 && level > 0 ? Math.log(value / level) : Double.NaN;
      case FAILURES -> value - level;
      case RESOURCE -> {
        double unit = level != 0 ? Math.abs(level) : Math.abs(value);
        yield unit > 0 ? (value - level) / unit : value - level;
      }
    };
  }

  double during(int step) {
    return values[grid.before() + step];
  }

  /// Of two steps nobody can tell whether they differ by noise or by a change that had begun.
  boolean knowsItsNoise() {
    return referenceSteps > 2 && Double.isFinite(ownNoise);
  }

  boolean hasReference() {
    return Double.isFinite(level);
  }

  boolean reportsDuring() {
    return reports(grid.before(), values.length);
  }

  /// No sample while the trouble was under way.
  boolean fellSilent(Stretch underWay) {
    return hasReference() && !reports(firstOf(underWay), endOf(underWay));
  }

  /// It was there, and while the trouble was under way none of its instances was.
  boolean wentDown(Stretch underWay) {
    if (series.kind() != SignalKind.AVAILABILITY || !(level < 0.5)) {
      return false;
    }
    double then =
        RobustStatistics.median(Arrays.copyOfRange(values, firstOf(underWay), endOf(underWay)));
    return then >= ALL_GONE;
  }

  private int firstOf(Stretch stretch) {
    return grid.before() + stretch.from();
  }

  private int endOf(Stretch stretch) {
    return grid.before() + stretch.end();
  }

  private boolean reports(int fromStep, int toStep) {
    for (int i = fromStep; i < toStep; i++) {
      if (Double.isFinite(values[i])) {
        return true;
      }
    }
    return false;
  }
}
