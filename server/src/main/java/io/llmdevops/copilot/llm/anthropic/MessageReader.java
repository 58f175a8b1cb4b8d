package io.llmdevops.copilot.llm.anthropic;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.llm.Json;
import io.llmdevops.copilot.llm.StopReason;
import io.llmdevops.copilot.llm.Usage;
import io.llmdevops.copilot.llm.http.Dialect.FrameReader;
import io.llmdevops.copilot.llm.http.ModelId;
import io.llmdevops.copilot.llm.http.ProviderError;
import io.llmdevops.copilot.llm.stream.Answer;
import io.llmdevops.copilot.llm.stream.ChatFailed;
import java.util.HashMap;
import java.util.Map;

/// One streamed message: blocks that start, grow and stop, and a reason at the end. Events that are
/// not known are skipped, as Anthropic asks for.
final class MessageReader implements FrameReader {
  private final ModelId model;
  private final Answer answer;
  private final Map<Integer, ObjectNode> thinking = new HashMap<>();
  private final ArrayNode thoughts = Json.object().putArray("thinking");
  private StopReason reason = StopReason.OTHER;
  private long input;
  private long cacheRead;
  private long cacheWritten;
  private long output;

  MessageReader(ModelId model, Answer answer) {
    this.model = model;
    this.answer = answer;
  }

  @Override
  public void frame(String event, String data) throws JacksonException, InterruptedException {
    JsonNode frame = Json.object(data);
    switch (frame.path("type").asText(event)) {
      case "message_start" -> {
        JsonNode message = frame.path("message");
        answer.began(model.name(), model.provider(), message.path("model").asText(model.id()));
        count(message.path("usage"));
      }
      case "content_block_start" -> start(frame.path("index").asInt(), frame.path("content_block"));
      case "content_block_delta" -> delta(frame.path("index").asInt(), frame.path("delta"));
      case "content_block_stop" -> stop(frame.path("index").asInt());
      case "message_delta" -> {
        count(frame.path("usage"));
        if (frame.path("delta").hasNonNull("stop_reason")) {
          reason = reason(frame.path("delta").path("stop_reason").asText());
        }
      }
      case "message_stop" -> finish();
      case "error" -> throw new ChatFailed(ProviderError.of(frame).failure());
      default -> {}
    }
  }

  private void start(int index, JsonNode block) throws InterruptedException {
    switch (block.path("type").asText()) {
      case "tool_use" ->
          answer.call(index, block.path("id").asText(), block.path("name").asText(), "");
      case "text" -> answer.text(block.path("text").asText());
      case "thinking", "redacted_thinking" -> thinking.put(index, block.deepCopy());
      default -> {}
    }
  }

  private void delta(int index, JsonNode delta) throws InterruptedException {
    switch (delta.path("type").asText()) {
      case "text_delta" -> answer.text(delta.path("text").asText());
      case "input_json_delta" -> answer.call(index, "", "", delta.path("partial_json").asText());
      case "thinking_delta" -> {
        String thought = delta.path("thinking").asText();
        append(index, "thinking", thought);
        answer.reasoning(thought);
      }
      case "signature_delta" -> append(index, "signature", delta.path("signature").asText());
      default -> {}
    }
  }

  private void append(int index, String member, String piece) {
    ObjectNode block = thinking.get(index);
    if (block != null) {
      block.put(member, block.path(member).asText("") + piece);
    }
  }

  private void stop(int index) throws InterruptedException {
    ObjectNode thought = thinking.remove(index);
    if (thought != null) {
      thoughts.add(thought);
    }
    answer.callDone(index);
  }

  /// The counts are totals so far, each with the members that are known by then.
  private void count(JsonNode usage) {
    input = usage.path("input_tokens").asLong(input);
    cacheRead = usage.path("cache_read_input_tokens").asLong(cacheRead);
    cacheWritten = usage.path("cache_creation_input_tokens").asLong(cacheWritten);
    output = usage.path("output_tokens").asLong(output);
  }

  private static StopReason reason(String word) {
    return switch (word) {
      case "end_turn", "stop_sequence" -> StopReason.COMPLETE;
      case "tool_use" -> StopReason.TOOL_CALLS;
      case "max_tokens", "model_context_window_exceeded" -> StopReason.LENGTH;
      case "refusal" -> StopReason.REFUSED;
      default -> StopReason.OTHER;
    };
  }

  private void finish() throws InterruptedException {
    if (!thoughts.isEmpty()) {
      ObjectNode carried = Json.object();
      carried.set("thinking", thoughts);
      answer.continuation(Messages.CONTINUATION, carried.toString());
    }
    answer.finish(reason, Usage.reported(input + cacheRead + cacheWritten, cacheRead, output, 0));
  }

  /// Only `message_stop` makes it whole.
  @Override
  public void end() {}
}
