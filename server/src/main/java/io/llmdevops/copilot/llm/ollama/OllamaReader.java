package io.llmdevops.copilot.llm.ollama;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.llm.Json;
import io.llmdevops.copilot.llm.StopReason;
import io.llmdevops.copilot.llm.Usage;
import io.llmdevops.copilot.llm.http.Dialect.FrameReader;
import io.llmdevops.copilot.llm.http.ModelId;
import io.llmdevops.copilot.llm.http.ProviderError;
import io.llmdevops.copilot.llm.stream.Answer;
import io.llmdevops.copilot.llm.stream.ChatFailed;

/// One streamed answer; the document with `done` is the last one. Tool calls come whole, and mostly
/// without an id.
final class OllamaReader implements FrameReader {
  private final ModelId model;
  private final Answer answer;
  private boolean began;
  private int calls;

  OllamaReader(ModelId model, Answer answer) {
    this.model = model;
    this.answer = answer;
  }

  @Override
  public void frame(String event, String data) throws JacksonException, InterruptedException {
    JsonNode frame = Json.object(data);
    if (frame.hasNonNull("error")) {
      throw new ChatFailed(ProviderError.of(frame).failure());
    }
    if (!began) {
      began = true;
      answer.began(model.name(), model.provider(), frame.path("model").asText(model.id()));
    }
    JsonNode message = frame.path("message");
    if (message.hasNonNull("thinking")) {
      answer.reasoning(message.path("thinking").asText());
    }
    answer.text(message.path("content").asText(""));
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      JsonNode arguments = function.path("arguments");
      int index = calls++;
      answer.call(
          index,
          call.path("id").asText(""),
          function.path("name").asText(),
          arguments.isTextual() ? arguments.asText() : arguments.toString());
      answer.callDone(index);
    }
    if (frame.path("done").asBoolean()) {
      answer.finish(reason(frame.path("done_reason").asText("stop")), usage(frame));
    }
  }

  private static Usage usage(JsonNode frame) {
    return Usage.reported(
        frame.path("prompt_eval_count").asLong(), 0, frame.path("eval_count").asLong(), 0);
  }

  private static StopReason reason(String word) {
    return switch (word) {
      case "stop" -> StopReason.COMPLETE;
      case "length" -> StopReason.LENGTH;
      default -> StopReason.OTHER;
    };
  }

  /// Only a document with `done` makes it whole.
  @Override
  public void end() {}
}
