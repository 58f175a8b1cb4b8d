package io.llmdevops.copilot.sources.prometheus;

/// How much one answer may hold. They are enforced while it is being read, so that an answer beyond
/// them costs neither its memory nor its time. `pointsPerSeries` is how long a range may be before
/// it is asked for in parts; Prometheus itself refuses more than 11,000.
public record Limits(int maxSeries, long maxSamples, int labelsPerSeries, int pointsPerSeries) {
  public static final Limits DEFAULT = new Limits(20_000, 5_000_000, 256, 11_000);

  public Limits {
    if (maxSeries <= 0 || maxSamples <= 0 || labelsPerSeries <= 0 || pointsPerSeries <= 0) {
      throw new IllegalArgumentException("limits must be above zero");
    }
  }
}
