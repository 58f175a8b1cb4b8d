package io.llmdevops.copilot.llm;

/// What happens while a model answers.
public sealed interface ChatEvent {
  /// The provider began to answer.
  ///
  /// @param model as it is called in the configuration
  /// @param provider as it is called in the configuration
  /// @param reported what the provider says that answers, often with a date: `gpt-5-2025-08-07`
  record Began(String model, String provider, String reported) implements ChatEvent {}

  /// A piece of the answer, in Markdown, cut anywhere but never within a character.
  record Text(String text) implements ChatEvent {}

  /// A piece of what the model thinks aloud. Not part of the answer.
  record Reasoning(String text) implements ChatEvent {}

  /// The model asks for a tool; complete and checked: the tool is one of the request's, and the
  /// arguments are a JSON object. Whether they fit the tool's schema is the tool's to say. Several
  /// in one answer may be carried out in parallel.
  ///
  /// @param id to be named in the [Message.ToolResult]
  record ToolCall(String id, String name, String arguments) implements ChatEvent {}

  /// A tool call that cannot be carried out. It is no failure of the answer: tell the model by a
  /// [Message.ToolResult] with `error`, it usually mends it.
  record BrokenToolCall(String id, String name, String arguments, Problem problem)
      implements ChatEvent {
    /// Why it cannot be carried out.
    public enum Problem {
      /// No tool of the request is called that.
      UNKNOWN_TOOL,
      /// The arguments are not a JSON object.
      INVALID_ARGUMENTS
    }
  }

  /// What the provider wants to see again, unchanged, with this answer in a later request of the
  /// same conversation (signatures of reasoning). Opaque; put it into the [Message.Assistant].
  record Continuation(String provider, String json) implements ChatEvent {}

  /// What the call used, as the provider counts. Comes once at most, shortly before the end.
  record Used(Usage usage) implements ChatEvent {}

  /// The books of the whole call, retries and fallbacks included. Comes from the models that
  /// [Models] hands out, just before the end, also before a bad one.
  record Accounted(CallRecord call) implements ChatEvent {}

  /// The last event.
  sealed interface End extends ChatEvent {}

  /// The model ended its answer.
  record Finished(StopReason reason) implements End {}

  /// There is no answer, or only the part of it that was read already.
  record Failed(ChatFailure failure) implements End {}
}
