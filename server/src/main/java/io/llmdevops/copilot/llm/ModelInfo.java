package io.llmdevops.copilot.llm;

import java.util.Optional;
import java.util.OptionalInt;

/// A configured model, for people.
///
/// @param name in the configuration
/// @param standard whether it is asked when nobody names one
/// @param fallback its place among the fallbacks, from 1
/// @param id what the provider calls it
/// @param provider the provider's state
public record ModelInfo(
    String name,
    boolean standard,
    OptionalInt fallback,
    String id,
    Limits limits,
    Optional<Price> price,
    ProviderState provider) {

  /// @param images whether it takes images
  public record Limits(int maxOutputTokens, OptionalInt contextTokens, boolean images) {}

  /// @param type as in the configuration: `openai-compatible`
  /// @param address without anything secret
  /// @param breaker `closed` (well), `open` (left alone), `half_open` (being tried)
  /// @param inFlight answers under way, of this pod
  public record ProviderState(
      String name, String type, String address, String breaker, int inFlight, int parallel) {}
}
