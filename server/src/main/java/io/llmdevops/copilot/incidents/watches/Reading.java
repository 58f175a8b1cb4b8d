package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.Signal;

/// What the detector says of one point.
///
/// @param onsetMillis estimated start of the episode; the point's own time where none is known
/// @param direction to which side the episode left the range
/// @param young whether little is known yet of what is normal for the series
/// @param measure as a [Signal] shows it; expected value and range are NaN while nothing is known
record Reading(
    Stage stage,
    long onsetMillis,
    Signal.Direction direction,
    boolean young,
    Signal.Measure measure) {

  /// Where the point stands in an episode, the time during which a series is out of its range.
  enum Stage {
    /// In none.
    QUIET,
    /// It makes the episode a finding: the first point, or one that is clearly worse.
    FOUND,
    /// It begins an episode that only repeats one reported not long ago.
    REPEATS,
    /// Anything else within an episode.
    CONTINUES
  }
}
