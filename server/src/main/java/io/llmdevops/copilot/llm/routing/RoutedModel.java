package io.llmdevops.copilot.llm.routing;

import io.llmdevops.copilot.llm.ChatModel;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.ChatStream;
import io.llmdevops.copilot.platform.telemetry.Meters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/// A model with all that makes its answers dependable: retries, fallbacks, limits, budgets, books.
public final class RoutedModel implements ChatModel {
  private final String name;
  private final List<Candidate> candidates;
  private final Policy policy;
  private final ModelMeters meters;
  private final InstantSource time;
  private final RandomGenerator random;

  /// @param retries of one candidate
  /// @param within the longest that all waiting of one call may take
  /// @param firstPause before the first retry; each further one doubles it
  public record Policy(int retries, Duration within, Duration firstPause) {}

  /// @param candidates the model itself, then its fallbacks
  public RoutedModel(
      List<Candidate> candidates,
      Policy policy,
      Meters meters,
      InstantSource time,
      RandomGenerator random) {
    this.name = candidates.getFirst().name();
    this.candidates = List.copyOf(candidates);
    this.policy = policy;
    this.meters = new ModelMeters(meters);
    this.time = time;
    this.random = random;
    this.meters.begin(candidates.getFirst());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ChatStream stream(ChatRequest request) {
    return new RoutedStream(this, request);
  }

  List<Candidate> candidates() {
    return candidates;
  }

  Policy policy() {
    return policy;
  }

  ModelMeters meters() {
    return meters;
  }

  InstantSource time() {
    return time;
  }

  /// Half to all of what doubling gives, so that many who failed together do not come back
  /// together.
  Duration pause(int retry) {
    long full = policy.firstPause().toMillis() << Math.min(retry, 10);
    return Duration.ofMillis(full / 2 + random.nextLong(Math.max(1, full / 2)));
  }
}
