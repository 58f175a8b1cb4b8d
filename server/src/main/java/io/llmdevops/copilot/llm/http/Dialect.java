package io.llmdevops.copilot.llm.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.stream.Answer;
import java.util.Map;

/// What one provider's API looks like.
public interface Dialect {
  /// How the answer is cut into events.
  enum Framing {
    /// Server-sent events (WHATWG HTML, section 9.2).
    EVENTS,
    /// A JSON document a line.
    LINES
  }

  /// Where a streamed answer is asked for, from `/`.
  String path(ModelId model);

  Framing framing();

  /// Headers by which the key is shown.
  Map<String, String> authorization(String key);

  ObjectNode body(ModelId model, ChatRequest request);

  /// Reads one answer.
  FrameReader reader(ModelId model, ChatRequest request, Answer answer);

  /// Takes the events of one answer, in order.
  interface FrameReader {
    /// @param event its name, or empty
    /// @throws com.fasterxml.jackson.core.JacksonException the data is not what it should be
    /// @throws io.llmdevops.copilot.llm.stream.ChatFailed the provider reports an error
    void frame(String event, String data)
        throws com.fasterxml.jackson.core.JacksonException, InterruptedException;

    /// The connection ended in good order. Finish, if all that makes a whole answer was there.
    void end() throws InterruptedException;
  }
}
