package io.llmdevops.copilot.llm.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.llm.Json;
import io.llmdevops.copilot.llm.StopReason;
import io.llmdevops.copilot.llm.Usage;
import io.llmdevops.copilot.llm.http.ModelId;
import io.llmdevops.copilot.llm.stream.Answer;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStartEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStartEvent;
import software.amazon.awssdk.services.bedrockruntime.model.MessageStopEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;

/// One streamed answer: blocks that start, grow and stop, a reason, and the usage after it.
final class ConverseReader {
  private final ModelId model;
  private final Answer answer;
  private final Map<Integer, ObjectNode> thoughts = new TreeMap<>();
  private @Nullable StopReason reason;
  private Usage usage = Usage.NONE;

  ConverseReader(ModelId model, Answer answer) {
    this.model = model;
    this.answer = answer;
  }

  void event(ConverseStreamOutput event) throws InterruptedException {
    switch (event) {
      case MessageStartEvent start -> answer.began(model.name(), model.provider(), model.id());
      case ContentBlockStartEvent start -> start(start);
      case ContentBlockDeltaEvent delta -> delta(delta.contentBlockIndex(), delta.delta());
      case ContentBlockStopEvent stop -> answer.callDone(stop.contentBlockIndex());
      case MessageStopEvent stop -> reason = reason(stop);
      case ConverseStreamMetadataEvent metadata -> {
        if (metadata.usage() != null) {
          usage = usage(metadata.usage());
        }
      }
      default -> {} // Of a newer Bedrock.
    }
  }

  private void start(ContentBlockStartEvent event) {
    if (event.start() != null && event.start().toolUse() != null) {
      answer.call(
          event.contentBlockIndex(),
          event.start().toolUse().toolUseId(),
          event.start().toolUse().name(),
          "");
    }
  }

  private void delta(int index, ContentBlockDelta delta) throws InterruptedException {
    if (delta.text() != null) {
      answer.text(delta.text());
    }
    if (delta.toolUse() != null) {
      answer.call(index, "", "", delta.toolUse().input());
    }
    ReasoningContentBlockDelta thought = delta.reasoningContent();
    if (thought != null && thought.text() != null) {
      append(index, "text", thought.text());
      answer.reasoning(thought.text());
    }
    if (thought != null && thought.signature() != null) {
      append(index, "signature", thought.signature());
    }
  }

  private void append(int index, String member, String piece) {
    ObjectNode thought = thoughts.computeIfAbsent(index, i -> Json.object());
    thought.put(member, thought.path(member).asText("") + piece);
  }

  private static StopReason reason(MessageStopEvent stop) {
    return switch (stop.stopReason()) {
      case END_TURN, STOP_SEQUENCE -> StopReason.COMPLETE;
      case TOOL_USE -> StopReason.TOOL_CALLS;
      case MAX_TOKENS, MODEL_CONTEXT_WINDOW_EXCEEDED -> StopReason.LENGTH;
      case GUARDRAIL_INTERVENED, CONTENT_FILTERED -> StopReason.CONTENT_FILTER;
      case MALFORMED_MODEL_OUTPUT, MALFORMED_TOOL_USE -> StopReason.OTHER;
      case UNKNOWN_TO_SDK_VERSION ->
          "refusal".equals(stop.stopReasonAsString()) ? StopReason.REFUSED : StopReason.OTHER;
    };
  }

  private static Usage usage(TokenUsage usage) {
    long cached = count(usage.cacheReadInputTokens());
    return Usage.reported(
        count(usage.inputTokens()) + cached + count(usage.cacheWriteInputTokens()),
        cached,
        count(usage.outputTokens()),
        0);
  }

  private static long count(@Nullable Integer tokens) {
    return tokens == null ? 0 : tokens;
  }

  /// The usage is the last event, but an answer is whole without it.
  void end() throws InterruptedException {
    if (reason == null) {
      return;
    }
    if (!thoughts.isEmpty()) {
      ObjectNode carried = Json.object();
      ArrayNode blocks = carried.putArray("thinking");
      thoughts.values().forEach(blocks::add);
      answer.continuation(ConverseRequest.CONTINUATION, carried.toString());
    }
    answer.finish(reason, usage);
  }
}
