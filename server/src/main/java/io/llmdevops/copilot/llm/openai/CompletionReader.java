package io.llmdevops.copilot.llm.openai;

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
import org.jspecify.annotations.Nullable;

/// One streamed completion. The usage comes after the reason to stop, in a chunk of its own, and
/// `[DONE]` after that; some leave out the one or the other.
final class CompletionReader implements FrameReader {
  private final ModelId model;
  private final Answer answer;
  private boolean began;
  private @Nullable StopReason reason;
  private Usage usage = Usage.NONE;
  private int lastCall = -1;

  CompletionReader(ModelId model, Answer answer) {
    this.model = model;
    this.answer = answer;
  }

  @Override
  public void frame(String event, String data) throws JacksonException, InterruptedException {
    if (data.strip().equals("[DONE]")) {
      end();
      return;
    }
    JsonNode chunk = Json.object(data);
    if (chunk.hasNonNull("error") || event.equals("error")) {
      throw new ChatFailed(ProviderError.of(chunk).failure());
    }
    if (!began) {
      began = true;
      answer.began(model.name(), model.provider(), chunk.path("model").asText(model.id()));
    }
    if (chunk.hasNonNull("usage")) {
      usage = usage(chunk.path("usage"));
    }
    JsonNode choice = chunk.path("choices").path(0);
    delta(choice.path("delta"));
    if (choice.hasNonNull("finish_reason")) {
      reason = reason(choice.path("finish_reason").asText());
    }
  }

  private void delta(JsonNode delta) throws InterruptedException {
    // DeepSeek, vLLM and llama.cpp call it the one, OpenRouter and Ollama the other.
    String thought = delta.path("reasoning_content").asText(delta.path("reasoning").asText(""));
    if (!thought.isEmpty() && !thought.equals("null")) {
      answer.reasoning(thought);
    }
    if (delta.hasNonNull("content")) {
      answer.text(delta.path("content").asText());
    }
    if (delta.hasNonNull("refusal")) {
      answer.refusal(delta.path("refusal").asText());
    }
    for (JsonNode call : delta.path("tool_calls")) {
      call(call);
    }
  }

  /// Some count no index: then a new id begins a new call.
  private void call(JsonNode call) {
    String id = text(call, "id");
    if (call.hasNonNull("index")) {
      lastCall = call.path("index").asInt();
    } else if (!id.isEmpty()) {
      lastCall++;
    }
    JsonNode function = call.path("function");
    answer.call(
        Math.max(0, lastCall), id, text(function, "name"), arguments(function.path("arguments")));
  }

  /// A string, or, from some, the object itself.
  private static String arguments(JsonNode arguments) {
    return arguments.isObject() ? arguments.toString() : arguments.asText("");
  }

  private static String text(JsonNode from, String member) {
    return from.hasNonNull(member) ? from.path(member).asText() : "";
  }

  private static Usage usage(JsonNode usage) {
    return Usage.reported(
        usage.path("prompt_tokens").asLong(),
        usage.path("prompt_tokens_details").path("cached_tokens").asLong(),
        usage.path("completion_tokens").asLong(),
        usage.path("completion_tokens_details").path("reasoning_tokens").asLong());
  }

  private static StopReason reason(String word) {
    return switch (word) {
      case "stop", "eos" -> StopReason.COMPLETE;
      case "tool_calls", "function_call" -> StopReason.TOOL_CALLS;
      case "length" -> StopReason.LENGTH;
      case "content_filter" -> StopReason.CONTENT_FILTER;
      default -> StopReason.OTHER;
    };
  }

  @Override
  public void end() throws InterruptedException {
    if (reason != null) {
      answer.finish(reason, usage);
    }
  }
}
