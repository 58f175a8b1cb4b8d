package io.llmdevops.copilot.testkit.models;

import java.util.List;
import java.util.Map;

/// How one provider's API writes a streamed answer and its errors.
public interface WireFormat {
  String contentType();

  /// For the frames of one answer.
  Frames open();

  Refusal refusal(Trouble trouble);

  /// What the provider answers instead of a stream.
  record Refusal(int status, Map<String, String> headers, String body) {
    public Refusal {
      headers = Map.copyOf(headers);
    }
  }

  /// Reasons for a refusal.
  enum Trouble {
    RATE_LIMIT,
    NO_CREDIT,
    SERVER_ERROR,
    OVERLOADED,
    CONTEXT_OVERFLOW,
    BAD_KEY,
    NO_MODEL,
    BAD_REQUEST,
    CONTENT_FILTER
  }

  /// Why the model stops.
  enum Stop {
    END,
    TOOLS,
    LENGTH,
    REFUSAL,
    FILTER
  }

  /// @param pieces of the arguments' JSON text; formats that cannot cut them join them
  record Call(String id, String name, List<String> pieces) {
    public Call {
      pieces = List.copyOf(pieces);
    }

    public String arguments() {
      return String.join("", pieces);
    }
  }

  /// @param input all of the request's tokens, the cached ones included
  record Count(long input, long cached, long output) {}

  /// Writes the frames of one answer; each method in the order of a conversation.
  interface Frames {
    List<byte[]> begin(Count count);

    List<byte[]> text(String text);

    List<byte[]> reasoning(String text);

    /// Parallel calls, interleaved where the format allows it.
    List<byte[]> calls(List<Call> calls);

    List<byte[]> end(Stop stop, Count count);

    /// A sign of life that says nothing.
    List<byte[]> ping();

    /// A frame that breaks the format.
    List<byte[]> garbage();

    /// An error after the answer began.
    List<byte[]> error();
  }
}
