package io.llmdevops.copilot.incidents.detection;

/// All constants of the chain. They are frozen: one set for every series, never tuned per series.
/// Lengths are in points unless they say otherwise.
public record DetectorSettings(
    Baseline baseline, Ranking ranking, Seasonality seasonality, Episodes episodes) {

  /// A point with at least this score is anomalous.
  public static final double THRESHOLD = 0.5;

  /// @param level memory of the long level and its spread
  /// @param winsor deviations count at most this many mean deviations towards level and spread
  /// @param context points whose median the jump is measured against
  /// @param shortMean points of the newer mean of a shift
  /// @param longMean points of the older mean of a shift
  /// @param smooth memory of the smoothed value of a drift
  /// @param rough memory of the recent step size
  /// @param roughLong memory of the usual step size
  public record Baseline(
      int level,
      double winsor,
      int context,
      int shortMean,
      int longMean,
      int smooth,
      int rough,
      int roughLong) {}

  /// @param tail number of largest values that a tail is fitted to
  /// @param priorShape assumed relative tail length (natural logarithm) before there is data
  /// @param priorWeight how many values that assumption weighs
  /// @param maturity history at which a component's word weighs half
  /// @param evidence surprise (decimal digits) above which a component adds to the strongest one
  /// @param corroboration weight of what the others add
  /// @param ownHistory share of the final surprise that comes from ranking the fused surprise
  ///   against its own past
  /// @param recovery weight of jump and shift when they lead back to the usual level
  public record Ranking(
      int tail,
      double priorShape,
      double priorWeight,
      int maturity,
      double evidence,
      double corroboration,
      double ownHistory,
      double recovery) {}

  /// @param memory visits of a bin of the profile that its memory spans
  /// @param proof a profile is used when its mean error is below this share of the level's
  /// @param smooth memory of the smoothed difference to the profile
  /// @param envelopeMargin how far a repeated daily extreme may be exceeded, relative
  /// @param envelopeDecay what is left of a daily extreme one day later
  /// @param envelopeProof share of surprising points that the envelope must have foreseen
  public record Seasonality(
      int memory,
      double proof,
      int smooth,
      double envelopeMargin,
      double envelopeDecay,
      double envelopeProof) {}

  /// @param surprise decimal digits of surprise from which a point is anomalous
  /// @param escalation digits by which a point must exceed the last finding to fire during the rest
  /// @param restShare rest after a finding as a share of the points seen
  /// @param restLeast lower limit of the rest
  /// @param restMost upper limit of the rest
  /// @param calm points in a row inside the expected range that end an episode
  /// @param longest an episode that lasts this long has become the normal
  public record Episodes(
      double surprise,
      double escalation,
      double restShare,
      int restLeast,
      int restMost,
      int calm,
      int longest) {}

  private static final DetectorSettings STANDARD =
      new DetectorSettings(
          new Baseline(400, 4, 5, 8, 20, 24, 12, 500),
          new Ranking(10, 0.3, 4, 20, 1.75, 0.3, 0.3, 0.5),
          new Seasonality(6, 0.8, 8, 0.25, 0.6, 0.25),
          new Episodes(3, 1, 0.04, 30, 400, 5, 400));

  /// The frozen settings; how they were chosen is in `docs/decisions/0002-detection-chain.md`.
  public static DetectorSettings standard() {
    return STANDARD;
  }
}
