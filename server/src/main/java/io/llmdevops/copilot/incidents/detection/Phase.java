package io.llmdevops.copilot.incidents.detection;

/// Where a point stands in the life of an episode (one continuous trouble of one series).
public enum Phase {
  /// Nothing is wrong.
  QUIET,
  /// The first point of a new episode: a finding.
  OPENS,
  /// Still in the episode.
  CONTINUES,
  /// Still in the episode, and clearly worse than what was reported: a finding.
  WORSENS,
  /// The same trouble is back soon after it ended: the old finding holds again, it is not a new
  /// one.
  REOPENS,
  /// The values are back, or have become the new normal.
  CLOSES;

  /// Whether this point is worth telling somebody about.
  public boolean fires() {
    return this == OPENS || this == WORSENS;
  }

  /// Whether an episode is open after this point.
  public boolean open() {
    return this != QUIET && this != CLOSES;
  }
}
