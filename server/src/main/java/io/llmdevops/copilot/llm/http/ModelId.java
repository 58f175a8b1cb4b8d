package io.llmdevops.copilot.llm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.llm.ChatRequest;
import java.util.OptionalInt;

/// One model of a provider.
///
/// @param name in the configuration
/// @param provider its name in the configuration
/// @param id as the provider calls it
/// @param maxOutputTokens of one answer
/// @param contextTokens of request and answer together
/// @param extra members for the request's body that the configuration adds
public record ModelId(
    String name,
    String provider,
    String id,
    int maxOutputTokens,
    OptionalInt contextTokens,
    ObjectNode extra) {

  public int outputTokens(ChatRequest request) {
    return Math.min(request.limits().maxOutputTokens().orElse(maxOutputTokens), maxOutputTokens);
  }
}
