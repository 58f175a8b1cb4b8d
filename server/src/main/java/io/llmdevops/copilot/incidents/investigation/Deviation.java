package io.llmdevops.copilot.incidents.investigation;

/// How one track changed. `effect` counts robust standard errors, positive in the bad direction;
/// `rarity` is the normal deviate that is as rare, given how little is known of those errors;
/// `evidence` (0 to 1) is how much of it to believe; `relative` is the size in parts of what is
/// usual; `excess` is, for each step that counts, what there was too much of: seconds spent, failed
/// requests, requests; NaN where that is not known.
@SuppressWarnings("ArrayRecordComponent") // never leaves this package
record Deviation(
    Track track, double effect, double rarity, double evidence, double relative, double[] excess) {

  /// Over all steps; those not known are taken for average ones.
  double total() {
    return excess.length * RobustStatistics.mean(excess);
  }

  /// What both have too much of at the same time, as a part of this one's excess.
  double sharedWith(Deviation other) {
    double own = 0;
    double shared = 0;
    for (int i = 0; i < excess.length; i++) {
      if (Double.isFinite(excess[i]) && Double.isFinite(other.excess[i])) {
        own += excess[i];
        shared += Math.min(excess[i], other.excess[i]);
      }
    }
    return own > 0 ? shared / own : 0;
  }
}
