package io.llmdevops.copilot.llm.gemini;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.llm.Json;
import io.llmdevops.copilot.llm.StopReason;
import io.llmdevops.copilot.llm.Usage;
import io.llmdevops.copilot.llm.http.Dialect.FrameReader;
import io.llmdevops.copilot.llm.http.ModelId;
import io.llmdevops.copilot.llm.http.ProviderError;
import io.llmdevops.copilot.llm.stream.Answer;
import io.llmdevops.copilot.llm.stream.ChatFailed;
import org.jspecify.annotations.Nullable;

/// One streamed answer. There is no mark of the end: it is whole when a reason to stop came. Tool
/// calls come whole.
final class GeminiReader implements FrameReader {
  private final ModelId model;
  private final Answer answer;
  private final ObjectNode signatures = Json.object();
  private boolean began;
  private @Nullable StopReason reason;
  private Usage usage = Usage.NONE;
  private int calls;

  GeminiReader(ModelId model, Answer answer) {
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
      answer.began(model.name(), model.provider(), frame.path("modelVersion").asText(model.id()));
    }
    if (frame.hasNonNull("usageMetadata")) {
      usage = usage(frame.path("usageMetadata"));
    }
    // The request itself was withheld.
    if (frame.path("promptFeedback").hasNonNull("blockReason")) {
      reason = StopReason.CONTENT_FILTER;
    }
    JsonNode candidate = frame.path("candidates").path(0);
    for (JsonNode part : candidate.path("content").path("parts")) {
      part(part);
    }
    if (candidate.hasNonNull("finishReason")) {
      reason = reason(candidate.path("finishReason").asText());
    }
  }

  private void part(JsonNode part) throws InterruptedException {
    JsonNode call = part.path("functionCall");
    if (call.isObject()) {
      int index = calls++;
      String id = call.path("id").asText("call_" + index);
      JsonNode arguments = call.path("args");
      answer.call(
          index,
          id,
          call.path("name").asText(),
          arguments.isMissingNode() ? "" : arguments.toString());
      answer.callDone(index);
      if (part.hasNonNull("thoughtSignature")) {
        signatures.withObjectProperty("calls").set(id, part.path("thoughtSignature"));
      }
      return;
    }
    String text = part.path("text").asText("");
    if (part.path("thought").asBoolean()) {
      answer.reasoning(text);
    } else {
      answer.text(text);
      if (part.hasNonNull("thoughtSignature")) {
        signatures.set("text", part.path("thoughtSignature"));
      }
    }
  }

  private static Usage usage(JsonNode usage) {
    long thoughts = usage.path("thoughtsTokenCount").asLong();
    return Usage.reported(
        usage.path("promptTokenCount").asLong(),
        usage.path("cachedContentTokenCount").asLong(),
        usage.path("candidatesTokenCount").asLong() + thoughts,
        thoughts);
  }

  private static StopReason reason(String word) {
    return switch (word) {
      case "STOP" -> StopReason.COMPLETE;
      case "MAX_TOKENS" -> StopReason.LENGTH;
      case "SAFETY",
          "RECITATION",
          "BLOCKLIST",
          "PROHIBITED_CONTENT",
          "SPII",
          "IMAGE_SAFETY",
          "LANGUAGE" ->
          StopReason.CONTENT_FILTER;
      default -> StopReason.OTHER;
    };
  }

  @Override
  public void end() throws InterruptedException {
    if (reason != null) {
      if (!signatures.isEmpty()) {
        answer.continuation(GenerateContent.CONTINUATION, signatures.toString());
      }
      answer.finish(reason, usage);
    }
  }
}
