package io.llmdevops.copilot.sources;

import io.llmdevops.copilot.platform.health.HealthCheck;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/// The configured sources. Alerts come in without any of them, so a failing one is degraded, never
/// down. Only the names are told: anybody may ask for the health, and reasons hold addresses.
public final class SourcesHealth implements HealthCheck {
  /// Below the two seconds that a check is given, so that the others' states are still told.
  private static final Duration LIMIT = Duration.ofMillis(1500);

  private final Sources sources;

  public SourcesHealth(Sources sources) {
    this.sources = sources;
  }

  @Override
  public String name() {
    return "sources";
  }

  @Override
  public boolean needed() {
    return false;
  }

  @Override
  public Result check() {
    if (sources.metrics().isEmpty()) {
      return Result.up("none configured");
    }
    SourceStates states = SourceStates.of(sources, LIMIT);
    if (states.allWell()) {
      return Result.up(String.join(", ", sources.metrics().keySet()));
    }
    return Result.degraded(
        states.problems().entrySet().stream()
            .filter(state -> state.getValue().isPresent())
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", ", "not answering: ", "")));
  }
}
