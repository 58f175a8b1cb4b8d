package io.llmdevops.copilot.sources.scrape;

import java.time.Duration;

/// How often, how long, and how much at most. `seriesInAll` bounds the memory: a series costs about
/// 12 bytes a sample.
public record ScrapeSettings(
    Duration interval,
    Duration retention,
    int seriesInAll,
    int samplesPerScrape,
    int labelsPerSeries) {

  public static final ScrapeSettings DEFAULT =
      new ScrapeSettings(Duration.ofSeconds(5), Duration.ofHours(2), 10_000, 10_000, 64);

  public ScrapeSettings {
    if (!interval.isPositive() || retention.compareTo(interval) < 0) {
      throw new IllegalArgumentException(
          "interval %s must be above zero and not above the retention %s"
              .formatted(interval, retention));
    }
    if (seriesInAll <= 0 || samplesPerScrape <= 0 || labelsPerSeries <= 0) {
      throw new IllegalArgumentException("limits must be above zero");
    }
  }

  public ScrapeSettings withInterval(Duration other) {
    return new ScrapeSettings(other, retention, seriesInAll, samplesPerScrape, labelsPerSeries);
  }
}
