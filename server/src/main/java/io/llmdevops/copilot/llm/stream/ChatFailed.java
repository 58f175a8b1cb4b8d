package io.llmdevops.copilot.llm.stream;

import io.llmdevops.copilot.llm.ChatFailure;

/// Ends the reading of an answer: the failure becomes the stream's last event.
public final class ChatFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient ChatFailure failure;

  public ChatFailed(ChatFailure failure) {
    super(failure.message(), null, false, false);
    this.failure = failure;
  }

  public ChatFailed(ChatFailure.Kind kind, String message) {
    this(new ChatFailure(kind, message));
  }

  public ChatFailure failure() {
    return failure;
  }
}
