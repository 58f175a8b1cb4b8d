package io.llmdevops.copilot.benchmarks.nab;

/// What one series contributed. `raw` is in units of the profile's weights, not normalised;
/// `falsePoints` are the fired points outside every window, after the probationary period.
public record NabScore(
    double raw, int windows, int windowsFound, int falsePoints, int scoredPoints) {

  public static final NabScore NONE = new NabScore(0, 0, 0, 0, 0);

  public NabScore plus(NabScore other) {
    return new NabScore(
        raw + other.raw,
        windows + other.windows,
        windowsFound + other.windowsFound,
        falsePoints + other.falsePoints,
        scoredPoints + other.scoredPoints);
  }

  public double falsePerThousand() {
    return scoredPoints == 0 ? 0 : 1000.0 * falsePoints / scoredPoints;
  }
}
