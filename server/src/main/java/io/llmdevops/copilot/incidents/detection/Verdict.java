package io.llmdevops.copilot.incidents.detection;

import java.util.Set;

/// What the detector makes of one point.
///
/// @param arrival whether the point was taken at all
/// @param phase where it stands in the life of an episode
/// @param score in `[0,1]`; from [DetectorSettings#THRESHOLD] on a point is anomalous. It is above
///   the threshold without firing when the episode was reported already
/// @param range what was to be expected at that time
/// @param deviation how the episode (or this point) deviates
/// @param components who spoke, for the explanation; empty when nothing is wrong
public record Verdict(
    Arrival arrival,
    Phase phase,
    double score,
    double observed,
    Range range,
    Deviation deviation,
    Set<Component> components) {

  /// The band that covers about 99 in 100 of the values that the series itself showed around
  /// `expected` in its own past; unknown (NaN) at the very start of a series.
  public record Range(double expected, double lower, double upper) {
    static final Range UNKNOWN = new Range(Double.NaN, Double.NaN, Double.NaN);

    public boolean holds(double value) {
      return value >= lower && value <= upper;
    }
  }

  /// @param strength distance to the expected value in robust standard deviations, at most 1000
  /// @param onsetMillis estimated start; for change points it may lie before the firing point. The
  ///   time of the point itself when nothing is wrong
  public record Deviation(Direction direction, double strength, long onsetMillis) {}

  public Verdict {
    components = Set.copyOf(components);
  }

  /// Whether this point is a finding: see [Phase#fires()].
  public boolean fires() {
    return phase.fires();
  }

  /// The score as decimal digits of surprise: 3 (at the threshold) is what the series itself makes
  /// one think happens once in a thousand points, 5 once in a hundred thousand.
  public double surpriseDigits() {
    return DetectorSettings.standard().episodes().surprise() * score / (1 - score);
  }

  static Verdict untouched(Arrival arrival, Phase phase, long epochMillis, double value) {
    return new Verdict(
        arrival,
        phase,
        0,
        value,
        Range.UNKNOWN,
        new Deviation(Direction.NONE, 0, epochMillis),
        Set.of());
  }
}
