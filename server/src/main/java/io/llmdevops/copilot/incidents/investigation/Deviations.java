package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.SignalKind;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Sets each track's incident against its reference.
final class Deviations {
  /// A step shows the symptom from this many standard errors on.
  private static final double SHOWS = 2;

  /// One in so many may be given a cause by chance.
  private static final double QUIET_TIMES = 20;

  private static final double MOST_EFFECT = 1_000;

  private final Grid grid;
  private final Volumes volumes;
  private final Noise noise;

  /// What no series of a quiet time should pass.
  final double bar;

  /// Weight of each step of the incident; sums to 1.
  private double[] weights;

  private boolean focused;

  Deviations(Grid grid, Volumes volumes, Noise noise, int questions) {
    this.grid = grid;
    this.volumes = volumes;
    this.noise = noise;
    bar = bar(questions);
    weights = new double[grid.during()];
    Arrays.fill(weights, 1.0 / weights.length);
  }

  /// The largest of N normal values hardly passes the root of 2 ln N (Donoho and Johnstone 1994);
  /// with twenty times as many questions as are asked, one quiet time in twenty or fewer does.
  static double bar(int questions) {
    return Math.sqrt(2 * Math.log(QUIET_TIMES * Math.max(1, questions)));
  }

  /// The incident is when the symptom shows: the steps in which it does count by its excess, so
  /// that a window drawn too wide does not water down the change. Steps that only stray by chance
  /// are not picked out, that would make a symptom of any noise.
  void focusOn(Track symptom) {
    double[] excess =
        IntStream.range(0, weights.length)
            .mapToDouble(i -> {
              double[] only = new double[weights.length];
              only[i] = 1;
              return effect(symptom, only) >= SHOWS ? excess(symptom, i) : 0;
            })
            .toArray();
    double sum = Arrays.stream(excess).filter(Double::isFinite).sum();
    if (sum > 0) {
      weights = Arrays.stream(excess).map(x -> Double.isFinite(x) ? x / sum : 0).toArray();
      focused = true;
    }
  }

  /// Whether a time is in a step of the incident that counts.
  boolean counts(long epochMillis) {
    long step = Math.floorDiv(epochMillis - grid.from(), grid.step());
    return step >= 0 && step < weights.length && weights[(int) step] > 0;
  }

  /// When the trouble was under way for certain: it had begun, even if the window was drawn too
  /// wide, and had not ended, even if rates went on to show it. Without a symptom to go by, the
  /// last half of the window.
  Stretch underWay() {
    int n = weights.length;
    if (!focused || n < 2) {
      return new Stretch(n / 2, n);
    }
    int from = Math.min(stepOfPart(0.25), n - 2);
    return new Stretch(from, Math.max(stepOfPart(0.5), from + 1) + 1);
  }

  /// The step by which so much of the symptom had shown.
  private int stepOfPart(double part) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      if (sum >= part) {
        return i;
      }
    }
    return weights.length - 1;
  }

  /// The bar for the symptom alone: nobody picked it out of many series, though its steps were
  /// picked.
  double symptomBar() {
    return bar(weights.length);
  }

  /// Null where there is nothing to compare.
  @Nullable Deviation of(Track track, boolean symptom) {
    boolean comparable = track.hasReference() || failsFromTheStart(track);
    double during = mean(track, weights);
    if (!comparable || !Double.isFinite(during)) {
      return null;
    }
    double effect = effect(track, weights);
    double change = change(track, during);
    if (track.channel == Channel.RESOURCE
        && track.series.kind().badness() == SignalKind.Badness.EITHER) {
      effect = Math.abs(effect);
      change = Math.abs(change);
    }
    double threshold = symptom ? symptomBar() : bar;
    double evidence = effect > 0 ? effect * effect / (effect * effect + threshold * threshold) : 0;
    double[] excess =
        IntStream.range(0, weights.length)
            .filter(i -> weights[i] > 0)
            .mapToDouble(i -> excess(track, i))
            .toArray();
    double rarity =
        track.channel == Channel.FAILURES && volumes.counts(track.series.service())
            ? effect
            : RobustStatistics.normalEquivalent(effect, noise.degreesOfFreedom(track));
    return new Deviation(track, effect, rarity, evidence, size(track, change), excess);
  }

  /// Failures of a service that was not asked before: none were usual.
  private boolean failsFromTheStart(Track track) {
    String service = track.series.service();
    return track.channel == Channel.FAILURES
        && !track.hasReference()
        && (volumes.unasked(service) || !volumes.counts(service));
  }

  private static double change(Track track, double during) {
    double change = track.hasReference() ? track.relative(during) : during;
    return Double.isFinite(change) ? change : 0;
  }

  private static double size(Track track, double change) {
    double grown =
        switch (track.channel) {
          case TIME, LOAD -> Math.expm1(change);
          case FAILURES, RESOURCE -> change;
        };
    return Math.max(0, grown);
  }

  private double effect(Track track, double[] weights) {
    double during = mean(track, weights);
    if (!Double.isFinite(during)) {
      return 0;
    }
    double change = change(track, during);
    double steps = 1 / Arrays.stream(weights).map(w -> w * w).sum();
    double before = volumes.seenBefore(track);
    double now = volumes.seenDuring(track, weights);
    double effect = change / noise.standardError(track, steps, before, now);
    if (track.channel == Channel.FAILURES && volumes.counts(track.series.service())) {
      double asked = track.hasReference() ? before : now;
      double level = track.hasReference() ? track.level : 0;
      effect = RobustStatistics.binomialChange(level * asked, asked, during * now, now);
      // Failures that come in bursts also in quiet times are held against their bursts.
      double bursts = track.knowsItsNoise() ? noise.ownError(track, steps) : 0;
      if (bursts > 0 && Math.abs(change) / bursts < Math.abs(effect)) {
        effect = change / bursts;
      }
    }
    return Math.clamp(effect, -MOST_EFFECT, MOST_EFFECT);
  }

  private static double mean(Track track, double[] weights) {
    double sum = 0;
    double weight = 0;
    for (int i = 0; i < weights.length; i++) {
      double value = track.during(i);
      if (Double.isFinite(value)) {
        sum += weights[i] * value;
        weight += weights[i];
      }
    }
    return weight > 0 ? sum / weight : Double.NaN;
  }

  private double excess(Track track, int step) {
    double more = track.during(step) - (track.hasReference() ? track.level : 0);
    return switch (track.channel) {
      case TIME, FAILURES -> Math.max(0, more) * volumes.during(track.series.service(), step);
      case LOAD -> Math.max(0, more) * grid.stepSeconds();
      case RESOURCE -> Math.abs(more);
    };
  }
}
