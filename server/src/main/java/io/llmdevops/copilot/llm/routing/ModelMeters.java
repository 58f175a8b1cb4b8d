package io.llmdevops.copilot.llm.routing;

import io.llmdevops.copilot.llm.CallRecord;
import io.llmdevops.copilot.llm.ChatEvent.BrokenToolCall.Problem;
import io.llmdevops.copilot.llm.Usage;
import io.llmdevops.copilot.platform.telemetry.Meters;
import java.time.Duration;
import java.util.Locale;

/// What is counted of models. The `gen_ai` metrics are OpenTelemetry's (semantic conventions for
/// generative AI, client metrics), one observation for each request to a provider; `copilot.llm`
/// are ours, about calls as their callers see them. All labels come from the configuration or from
/// closed sets.
final class ModelMeters {
  /// The outcome of a call that has an answer.
  static final String OK = "ok";

  private static final String OPERATION = "gen_ai.operation.name";
  private static final String PROVIDER = "gen_ai.provider.name";
  private static final String MODEL = "gen_ai.request.model";

  private final Meters meters;

  ModelMeters(Meters meters) {
    this.meters = meters;
  }

  /// So that they can be graphed and alerted on before the first one happens.
  void begin(Candidate candidate) {
    meters.add("copilot.llm.calls", 0, "model", candidate.name(), "outcome", OK);
    meters.add("copilot.llm.cost", 0, "model", candidate.name());
    meters.add("copilot.llm.retries", 0, "model", candidate.name());
    meters.add("copilot.llm.fallbacks", 0, "model", candidate.name());
  }

  /// One request to a provider is over.
  ///
  /// @param error label of a failure, or `none`
  void attempt(Candidate.Labels labels, Duration took, String error) {
    meters.time(
        "gen_ai.client.operation.duration",
        took,
        OPERATION,
        "chat",
        PROVIDER,
        labels.provider(),
        MODEL,
        labels.model(),
        "error.type",
        error);
  }

  void firstChunk(Candidate.Labels labels, Duration after) {
    meters.time(
        "gen_ai.client.operation.time_to_first_chunk",
        after,
        OPERATION,
        "chat",
        PROVIDER,
        labels.provider(),
        MODEL,
        labels.model());
  }

  void usage(Candidate.Labels labels, Usage usage) {
    tokens(labels, "input", usage.input());
    tokens(labels, "output", usage.output());
  }

  private void tokens(Candidate.Labels labels, String type, long tokens) {
    meters.observe(
        "gen_ai.client.token.usage",
        (double) tokens,
        OPERATION,
        "chat",
        PROVIDER,
        labels.provider(),
        MODEL,
        labels.model(),
        "gen_ai.token.type",
        type);
  }

  void cost(Candidate candidate, double cost) {
    meters.add("copilot.llm.cost", cost, "model", candidate.name());
  }

  void retry(Candidate candidate) {
    meters.count("copilot.llm.retries", "model", candidate.name());
  }

  /// @param from the model that could not answer
  void fallback(Candidate from) {
    meters.count("copilot.llm.fallbacks", "model", from.name());
  }

  void broken(Candidate candidate, Problem problem) {
    meters.count(
        "copilot.llm.broken.tool.calls",
        "model",
        candidate.name(),
        "problem",
        problem.name().toLowerCase(Locale.ROOT));
  }

  void call(CallRecord call, String outcome) {
    meters.count("copilot.llm.calls", "model", call.asked(), "outcome", outcome);
  }
}
