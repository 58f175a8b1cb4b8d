package io.llmdevops.copilot.testkit.models;

import static io.llmdevops.copilot.testkit.models.Written.event;
import static io.llmdevops.copilot.testkit.models.Written.quoted;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Anthropic's Messages API, version 2023-06-01.
public final class AnthropicWire implements WireFormat {
  @Override
  public String contentType() {
    return "text/event-stream; charset=utf-8";
  }

  @Override
  public Frames open() {
    return new Blocks();
  }

  @Override
  public Refusal refusal(Trouble trouble) {
    return switch (trouble) {
      case RATE_LIMIT ->
          error(429, "rate_limit_error", "This request would exceed your rate limit");
      case NO_CREDIT ->
          error(400, "invalid_request_error", "Your credit balance is too low to access the API");
      case SERVER_ERROR -> error(500, "api_error", "Internal server error");
      case OVERLOADED -> error(529, "overloaded_error", "Overloaded");
      case CONTEXT_OVERFLOW ->
          error(400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum");
      case BAD_KEY -> error(401, "authentication_error", "invalid x-api-key");
      case NO_MODEL -> error(404, "not_found_error", "model: scripted");
      case BAD_REQUEST -> error(400, "invalid_request_error", "messages: roles must alternate");
      case CONTENT_FILTER ->
          error(400, "invalid_request_error", "Output blocked by content filtering policy");
    };
  }

  private static Refusal error(int status, String type, String message) {
    return new Refusal(
        status,
        Map.of("Content-Type", "application/json"),
        "{\"type\":\"error\",\"error\":{\"type\":%s,\"message\":%s},\"request_id\":\"req_1\"}"
            .formatted(quoted(type), quoted(message)));
  }

  private static final class Blocks implements Frames {
    private int next;
    private int open = -1;
    private String openType = "";

    @Override
    public List<byte[]> begin(Count count) {
      return List.of(
          event(
              "message_start",
              """
              {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"scripted-2026","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":%d,"cache_creation_input_tokens":0,"cache_read_input_tokens":%d,"output_tokens":1}}}\
              """
                  .formatted(count.input() - count.cached(), count.cached())));
    }

    private List<byte[]> delta(String type, String block, String delta) {
      List<byte[]> frames = new ArrayList<>();
      if (!openType.equals(type)) {
        frames.addAll(stopOpen());
        open = next++;
        openType = type;
        frames.add(start(open, block));
      }
      frames.add(
          event(
              "content_block_delta",
              "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":%s}"
                  .formatted(open, delta)));
      return frames;
    }

    private static byte[] start(int index, String block) {
      return event(
          "content_block_start",
          "{\"type\":\"content_block_start\",\"index\":%d,\"content_block\":%s}"
              .formatted(index, block));
    }

    private List<byte[]> stopOpen() {
      List<byte[]> frames = new ArrayList<>();
      if (openType.equals("thinking")) {
        frames.add(
            event(
                "content_block_delta",
                "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"EqQBsigned\"}}"
                    .formatted(open)));
      }
      if (open >= 0) {
        frames.add(
            event(
                "content_block_stop", "{\"type\":\"content_block_stop\",\"index\":" + open + "}"));
        open = -1;
        openType = "";
      }
      return frames;
    }

    @Override
    public List<byte[]> text(String text) {
      return delta(
          "text",
          "{\"type\":\"text\",\"text\":\"\"}",
          "{\"type\":\"text_delta\",\"text\":" + quoted(text) + "}");
    }

    @Override
    public List<byte[]> reasoning(String text) {
      return delta(
          "thinking",
          "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}",
          "{\"type\":\"thinking_delta\",\"thinking\":" + quoted(text) + "}");
    }

    @Override
    public List<byte[]> calls(List<Call> calls) {
      List<byte[]> frames = new ArrayList<>(stopOpen());
      for (Call call : calls) {
        open = next++;
        openType = "tool_use";
        frames.add(
            start(
                open,
                "{\"type\":\"tool_use\",\"id\":%s,\"name\":%s,\"input\":{}}"
                    .formatted(quoted(call.id()), quoted(call.name()))));
        for (String piece : call.pieces()) {
          frames.add(
              event(
                  "content_block_delta",
                  "{\"type\":\"content_block_delta\",\"index\":%d,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":%s}}"
                      .formatted(open, quoted(piece))));
        }
        frames.addAll(stopOpen());
      }
      return frames;
    }

    @Override
    public List<byte[]> end(Stop stop, Count count) {
      String reason =
          switch (stop) {
            case END -> "end_turn";
            case TOOLS -> "tool_use";
            case LENGTH -> "max_tokens";
            case REFUSAL -> "refusal";
            // The API has no other word for its filter.
            case FILTER -> "refusal";
          };
      List<byte[]> frames = new ArrayList<>(stopOpen());
      frames.add(
          event(
              "message_delta",
              "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"%s\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":%d}}"
                  .formatted(reason, count.output())));
      frames.add(event("message_stop", "{\"type\":\"message_stop\"}"));
      return frames;
    }

    @Override
    public List<byte[]> ping() {
      return List.of(event("ping", "{\"type\": \"ping\"}"));
    }

    @Override
    public List<byte[]> garbage() {
      return List.of(event("content_block_delta", "{\"type\":\"content_block_de"));
    }

    @Override
    public List<byte[]> error() {
      return List.of(
          event(
              "error",
              "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"));
    }
  }
}
