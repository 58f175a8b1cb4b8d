package io.llmdevops.copilot.incidents.detection;

/// The parts of the chain that can find a point surprising; a verdict names those that spoke. Their
/// order is part of the stored state: append only.
public enum Component {
  /// The point against the median of the points just before it.
  JUMP(0, "jumped away from the points just before"),
  /// The point against the long, robust level.
  LEVEL(1, "is far from its usual level"),
  /// A short mean against the mean before it: a change point.
  SHIFT(2, "shifted to another level"),
  /// A smoothed value against the long level: a deviation that stays.
  DRIFT(3, "has stayed away from its usual level"),
  /// The point against the profile of this hour of the day or week.
  SEASON(4, "is unusual for this time"),
  /// The smoothed difference to that profile.
  SEASON_DRIFT(5, "has stayed unusual for this time"),
  /// The size of the steps from point to point, grown or shrunk.
  ROUGHNESS(6, "changed how much it moves"),
  /// Several points in a row far outside a short or flat history.
  SUSTAINED(7, "left its short history and stayed away");

  private final int code;
  private final String phrase;

  Component(int code, String phrase) {
    this.code = code;
    this.phrase = phrase;
  }

  /// What it saw, to be put behind the name of the series.
  public String phrase() {
    return phrase;
  }

  /// From 0 without holes.
  int code() {
    return code;
  }
}
