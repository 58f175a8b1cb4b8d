package io.llmdevops.copilot.llm;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// Asks a model for one word, to see that it answers. Costs a few dozen tokens.
///
/// @param text what it answered
/// @param end how it ended
public record ModelProbe(
    String text, Optional<String> reported, CallRecord call, ChatEvent.End end) {
  /// Some models think before the first word, and that counts.
  private static final int OUTPUT_TOKENS = 512;

  private static final ChatRequest QUESTION =
      ChatRequest.of("Reply with the single word: ready")
          .with(
              new ChatRequest.Limits(
                  OptionalInt.of(OUTPUT_TOKENS), OptionalDouble.empty(), Optional.empty()));

  /// @param model one that [Models] handed out
  public static ModelProbe of(ChatModel model) {
    StringBuilder text = new StringBuilder();
    Optional<String> reported = Optional.empty();
    Optional<CallRecord> call = Optional.empty();
    try (ChatStream stream = model.stream(QUESTION)) {
      while (true) {
        switch (stream.next()) {
          case ChatEvent.Text piece -> text.append(piece.text());
          case ChatEvent.Began began -> reported = Optional.of(began.reported());
          case ChatEvent.Accounted accounted -> call = Optional.of(accounted.call());
          case ChatEvent.End end -> {
            return new ModelProbe(text.toString().strip(), reported, call.orElseThrow(), end);
          }
          case ChatEvent.Reasoning ignored -> {}
          case ChatEvent.ToolCall ignored -> {}
          case ChatEvent.BrokenToolCall ignored -> {}
          case ChatEvent.Continuation ignored -> {}
          case ChatEvent.Used ignored -> {}
        }
      }
    }
  }

  /// What went wrong, if anything.
  public Optional<ChatFailure> failure() {
    return end instanceof ChatEvent.Failed failed
        ? Optional.of(failed.failure())
        : Optional.empty();
  }
}
