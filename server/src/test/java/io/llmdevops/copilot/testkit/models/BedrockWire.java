package io.llmdevops.copilot.testkit.models;

import static io.llmdevops.copilot.testkit.models.Written.quoted;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/// Bedrock's ConverseStream in AWS's event stream encoding (`application/vnd.amazon.eventstream`):
/// lengths, headers, payload and two checksums.
public final class BedrockWire implements WireFormat {
  @Override
  public String contentType() {
    return "application/vnd.amazon.eventstream";
  }

  @Override
  public Frames open() {
    return new Messages();
  }

  @Override
  public Refusal refusal(Trouble trouble) {
    return switch (trouble) {
      case RATE_LIMIT -> error(429, "ThrottlingException", "Too many requests, please wait");
      case NO_CREDIT -> error(402, "AccessDeniedException", "payment required");
      case SERVER_ERROR -> error(500, "InternalServerException", "Internal server error");
      case OVERLOADED -> error(503, "ServiceUnavailableException", "Service unavailable");
      case CONTEXT_OVERFLOW ->
          error(400, "ValidationException", "Input is too long for requested model.");
      case BAD_KEY -> error(403, "AccessDeniedException", "The security token is invalid");
      case NO_MODEL -> error(404, "ResourceNotFoundException", "Could not resolve the model");
      case BAD_REQUEST -> error(400, "ValidationException", "Malformed input request");
      case CONTENT_FILTER -> error(400, "ValidationException", "content_filter");
    };
  }

  private static Refusal error(int status, String type, String message) {
    return new Refusal(
        status,
        Map.of("Content-Type", "application/json", "x-amzn-ErrorType", type),
        "{\"message\":" + quoted(message) + "}");
  }

  static byte[] message(Map<String, String> headers, String payload) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    headers.forEach((name, value) -> {
      byte[] key = name.getBytes(StandardCharsets.UTF_8);
      byte[] text = value.getBytes(StandardCharsets.UTF_8);
      head.write(key.length);
      head.writeBytes(key);
      head.write(7); // a string
      head.write(text.length >> 8);
      head.write(text.length);
      head.writeBytes(text);
    });
    byte[] body = payload.getBytes(StandardCharsets.UTF_8);
    int total = 16 + head.size() + body.length;
    ByteBuffer message = ByteBuffer.allocate(total);
    message.putInt(total).putInt(head.size());
    message.putInt(crc(message.array(), 8));
    message.put(head.toByteArray()).put(body);
    message.putInt(crc(message.array(), total - 4));
    return message.array();
  }

  private static int crc(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static final class Messages implements Frames {
    private int next;
    private int open = -1;
    private String openType = "";

    private static byte[] event(String type, String payload) {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put(":event-type", type);
      headers.put(":content-type", "application/json");
      headers.put(":message-type", "event");
      return message(headers, payload);
    }

    @Override
    public List<byte[]> begin(Count count) {
      return List.of(event("messageStart", "{\"p\":\"abc\",\"role\":\"assistant\"}"));
    }

    private List<byte[]> delta(String type, String delta) {
      List<byte[]> frames = new ArrayList<>();
      if (!openType.equals(type)) {
        frames.addAll(stopOpen());
        open = next++;
        openType = type;
      }
      frames.add(
          event(
              "contentBlockDelta",
              "{\"contentBlockIndex\":%d,\"delta\":%s,\"p\":\"abcd\"}".formatted(open, delta)));
      return frames;
    }

    private List<byte[]> stopOpen() {
      if (open < 0) {
        return List.of();
      }
      byte[] stop = event("contentBlockStop", "{\"contentBlockIndex\":" + open + "}");
      open = -1;
      openType = "";
      return List.of(stop);
    }

    @Override
    public List<byte[]> text(String text) {
      return delta("text", "{\"text\":" + quoted(text) + "}");
    }

    @Override
    public List<byte[]> reasoning(String text) {
      return delta("reasoning", "{\"reasoningContent\":{\"text\":" + quoted(text) + "}}");
    }

    @Override
    public List<byte[]> calls(List<Call> calls) {
      List<byte[]> frames = new ArrayList<>(stopOpen());
      for (Call call : calls) {
        open = next++;
        openType = "tool";
        frames.add(
            event(
                "contentBlockStart",
                "{\"contentBlockIndex\":%d,\"start\":{\"toolUse\":{\"toolUseId\":%s,\"name\":%s}}}"
                    .formatted(open, quoted(call.id()), quoted(call.name()))));
        for (String piece : call.pieces()) {
          frames.addAll(delta("tool", "{\"toolUse\":{\"input\":" + quoted(piece) + "}}"));
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
            case FILTER -> "content_filtered";
          };
      List<byte[]> frames = new ArrayList<>(stopOpen());
      frames.add(event("messageStop", "{\"stopReason\":\"" + reason + "\"}"));
      frames.add(
          event(
              "metadata",
              "{\"metrics\":{\"latencyMs\":10},\"usage\":{\"inputTokens\":%d,\"outputTokens\":%d,\"totalTokens\":%d,\"cacheReadInputTokens\":%d}}"
                  .formatted(
                      count.input() - count.cached(),
                      count.output(),
                      count.input() + count.output(),
                      count.cached())));
      return frames;
    }

    /// There is none; an empty text comes nearest.
    @Override
    public List<byte[]> ping() {
      return text("");
    }

    @Override
    public List<byte[]> garbage() {
      byte[] broken = event("contentBlockDelta", "{\"contentBlockIndex\":0,\"delta\":{}}");
      broken[broken.length - 1] ^= 0x55;
      return List.of(broken);
    }

    @Override
    public List<byte[]> error() {
      Map<String, String> headers = new LinkedHashMap<>();
      headers.put(":exception-type", "modelStreamErrorException");
      headers.put(":content-type", "application/json");
      headers.put(":message-type", "exception");
      return List.of(message(headers, "{\"message\":\"The model stream broke\"}"));
    }
  }
}
