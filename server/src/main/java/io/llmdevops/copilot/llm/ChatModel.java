package io.llmdevops.copilot.llm;

/// A language model, wherever it runs. Adapters pass one contract test, so that a caller need not
/// know which provider answers.
public interface ChatModel {
  /// As it is called in the configuration.
  String name();

  /// Asks. Returns at once and never throws for what goes wrong at the provider: that comes as the
  /// stream's last event. The caller reads to the end or closes the stream.
  ChatStream stream(ChatRequest request);
}
