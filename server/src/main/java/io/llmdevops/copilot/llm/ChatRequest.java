package io.llmdevops.copilot.llm;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// A question to a model, with all that it may know and use.
///
/// @param system the rules that it works by
/// @param messages oldest first, at least one
/// @param tools that it may ask for; their names differ
/// @param limits for this request
public record ChatRequest(
    Optional<String> system, List<Message> messages, List<ToolSpec> tools, Limits limits) {

  public ChatRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a request needs a message");
    }
    if (tools.stream().map(ToolSpec::name).distinct().count() < tools.size()) {
      throw new IllegalArgumentException(
          "two tools have one name: " + tools.stream().map(ToolSpec::name).toList());
    }
  }

  /// A question by itself.
  public static ChatRequest of(String question) {
    return new ChatRequest(
        Optional.empty(), List.of(new Message.User(question)), List.of(), Limits.NONE);
  }

  public ChatRequest with(Limits other) {
    return new ChatRequest(system, messages, tools, other);
  }

  public ChatRequest with(List<ToolSpec> others) {
    return new ChatRequest(system, messages, others, limits);
  }

  public boolean hasImages() {
    return messages.stream()
        .anyMatch(message -> message instanceof Message.User user && !user.images().isEmpty());
  }

  /// How long it is, roughly, in tokens: four bytes of UTF-8 each, and 1,500 for an image. For
  /// budgets before the provider has counted; real counts differ by a third either way.
  public long estimatedTokens() {
    long bytes = system.map(ChatRequest::bytes).orElse(0L);
    long images = 0;
    for (Message message : messages) {
      switch (message) {
        case Message.User user -> {
          bytes += bytes(user.text());
          images += user.images().size();
        }
        case Message.Assistant answer -> {
          bytes += bytes(answer.text());
          for (ChatEvent.ToolCall call : answer.toolCalls()) {
            bytes += bytes(call.arguments()) + bytes(call.name());
          }
        }
        case Message.ToolResult result -> bytes += bytes(result.text());
      }
    }
    for (ToolSpec tool : tools) {
      bytes += bytes(tool.schema()) + bytes(tool.description());
    }
    return bytes / 4 + images * 1_500;
  }

  private static long bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }

  /// @param maxOutputTokens at most; the model's own limit holds besides
  /// @param temperature 0 to 2; left to the provider when empty, as some models take none
  /// @param budget of the turn that this request belongs to
  public record Limits(
      OptionalInt maxOutputTokens, OptionalDouble temperature, Optional<TurnBudget> budget) {
    public static final Limits NONE =
        new Limits(OptionalInt.empty(), OptionalDouble.empty(), Optional.empty());

    public Limits {
      if (maxOutputTokens.isPresent() && maxOutputTokens.getAsInt() < 1) {
        throw new IllegalArgumentException("max. output tokens " + maxOutputTokens.getAsInt());
      }
    }

    public static Limits output(int tokens) {
      return new Limits(OptionalInt.of(tokens), OptionalDouble.empty(), Optional.empty());
    }

    public Limits with(TurnBudget turn) {
      return new Limits(maxOutputTokens, temperature, Optional.of(turn));
    }

    Limits withOutput(int tokens) {
      return new Limits(OptionalInt.of(tokens), temperature, budget);
    }
  }
}
