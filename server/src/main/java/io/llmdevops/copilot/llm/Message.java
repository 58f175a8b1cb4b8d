package io.llmdevops.copilot.llm;

import java.util.List;
import java.util.Optional;

/// One part of a conversation, oldest first in a [ChatRequest].
public sealed interface Message {
  /// What a person (or our own program) says.
  record User(String text, List<Image> images) implements Message {
    public User {
      images = List.copyOf(images);
      if (text.isBlank() && images.isEmpty()) {
        throw new IllegalArgumentException("a message needs text or an image");
      }
    }

    public User(String text) {
      this(text, List.of());
    }
  }

  /// What a model answered before.
  ///
  /// @param continuation as it came with that answer; other providers ignore it
  record Assistant(
      String text,
      List<ChatEvent.ToolCall> toolCalls,
      Optional<ChatEvent.Continuation> continuation)
      implements Message {
    public Assistant {
      toolCalls = List.copyOf(toolCalls);
      if (text.isBlank() && toolCalls.isEmpty()) {
        throw new IllegalArgumentException("an answer has text or tool calls");
      }
    }

    public Assistant(String text) {
      this(text, List.of(), Optional.empty());
    }
  }

  /// What a tool returned. Each tool call needs one, right after the answer that asked for it.
  ///
  /// @param name of the tool
  record ToolResult(String callId, String name, String text, boolean error) implements Message {}
}
