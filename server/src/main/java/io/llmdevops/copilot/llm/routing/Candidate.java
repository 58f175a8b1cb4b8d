package io.llmdevops.copilot.llm.routing;

import io.llmdevops.copilot.llm.ChatModel;
import io.llmdevops.copilot.llm.Price;

/// A model that a call may go to.
///
/// @param adapter which does nothing until it is asked
/// @param labels for metrics
public record Candidate(
    ChatModel adapter, ProviderGate gate, Price price, Labels labels, Limits limits) {

  public String name() {
    return adapter.name();
  }

  /// @param provider OpenTelemetry's name for the provider, such as `aws.bedrock`
  /// @param model what the provider calls it
  public record Labels(String provider, String model) {}

  /// @param images whether it takes them
  public record Limits(int maxOutputTokens, boolean images) {}
}
