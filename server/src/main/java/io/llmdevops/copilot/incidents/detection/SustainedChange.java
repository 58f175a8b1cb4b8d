package io.llmdevops.copilot.incidents.detection;

import java.util.Optional;

/// The detector of series too young (or too flat) for statistics of tails: several points in a row
/// far outside a robust band around everything before them, all on one side.
///
/// It is what lets a service that breaks a minute after its start be found, and what keeps a single
/// blip in a fresh or constant series silent.
final class SustainedChange {

  private static final int RUN = 3;
  private static final int LEAST_HISTORY = 9;
  private static final double SIGMAS = 8;

  /// Median absolute distance to standard deviation of a normal distribution.
  private static final double MAD_TO_SIGMA = 1.4826;

  /// A short history may look calmer than the series is: its spread is taken as at least this share
  /// of its level.
  private static final double LEAST_SPREAD = 0.05;

  private SustainedChange() {}

  /// The band that the last three points have left, when they have.
  static Optional<Verdict.Range> leftBy(RecentPoints recent) {
    int stored = recent.stored();
    if (stored < RUN + LEAST_HISTORY) {
      return Optional.empty();
    }
    double centre = recent.median(RUN, stored);
    double spread = MAD_TO_SIGMA * recent.medianDistance(RUN, stored, centre);
    double reach = SIGMAS * Math.max(spread, LEAST_SPREAD * Math.abs(centre));
    boolean allAbove = true;
    boolean allBelow = true;
    for (int back = 0; back < RUN; back++) {
      allAbove &= recent.value(back) > centre + reach;
      allBelow &= recent.value(back) < centre - reach;
    }
    return allAbove || allBelow
        ? Optional.of(new Verdict.Range(centre, centre - reach, centre + reach))
        : Optional.empty();
  }

  /// One robust standard deviation of a band made here.
  static double sigma(Verdict.Range range) {
    return (range.upper() - range.expected()) / SIGMAS;
  }
}
