package io.llmdevops.copilot.platform.telemetry;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;
import java.util.Map;
import java.util.stream.DoubleStream;

/// Gives the metrics of language models the buckets that OpenTelemetry's conventions for generative
/// AI advise, without those that no model reaches.
public final class ModelBuckets implements MeterFilter {
  private static final double[] SECONDS =
      DoubleStream.of(0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92)
          .map(seconds -> seconds * Duration.ofSeconds(1).toNanos())
          .toArray();

  private static final double[] TOKENS = {16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144};

  private static final Map<String, double[]> BUCKETS =
      Map.of(
          "gen_ai.client.operation.duration", SECONDS,
          "gen_ai.client.operation.time_to_first_chunk", SECONDS,
          "gen_ai.client.token.usage", TOKENS);

  @Override
  public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
    double[] buckets = BUCKETS.get(id.getName());
    return buckets == null
        ? config
        : DistributionStatisticConfig.builder()
            .serviceLevelObjectives(buckets)
            .build()
            .merge(config);
  }
}
