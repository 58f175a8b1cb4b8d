package io.llmdevops.copilot.testkit.models;

import static io.llmdevops.copilot.testkit.models.Written.event;
import static io.llmdevops.copilot.testkit.models.Written.quoted;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// OpenAI's Chat Completions API, as documented in November 2026: usage in a chunk without choices
/// after the one with the reason, then `[DONE]`.
public final class OpenAiWire implements WireFormat {
  @Override
  public String contentType() {
    return "text/event-stream; charset=utf-8";
  }

  @Override
  public Frames open() {
    return new Chunks();
  }

  @Override
  public Refusal refusal(Trouble trouble) {
    return switch (trouble) {
      case RATE_LIMIT -> error(429, "rate_limit_exceeded", "Rate limit reached for requests");
      case NO_CREDIT -> error(429, "insufficient_quota", "You exceeded your current quota");
      case SERVER_ERROR -> error(500, "server_error", "The server had an error");
      case OVERLOADED -> error(503, "server_error", "The engine is currently overloaded");
      case CONTEXT_OVERFLOW ->
          error(
              400,
              "context_length_exceeded",
              "This model's maximum context length is 128000 tokens");
      case BAD_KEY -> error(401, "invalid_api_key", "Incorrect API key provided: sk-test-*****key");
      case NO_MODEL -> error(404, "model_not_found", "The model does not exist");
      case BAD_REQUEST -> error(400, "invalid_value", "Invalid value for 'temperature'");
      case CONTENT_FILTER ->
          error(400, "content_filter", "The response was filtered due to the prompt");
    };
  }

  private static Refusal error(int status, String code, String message) {
    return new Refusal(
        status,
        Map.of("Content-Type", "application/json"),
        """
        {"error":{"message":%s,"type":"invalid_request_error","param":null,"code":%s}}
        """
            .formatted(quoted(message), quoted(code)));
  }

  private static final class Chunks implements Frames {
    private static byte[] choice(String delta, String reason) {
      return event(
          """
          {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764000000,"model":"scripted-2026","choices":[{"index":0,"delta":%s,"logprobs":null,"finish_reason":%s}],"usage":null}\
          """
              .formatted(delta, reason));
    }

    @Override
    public List<byte[]> begin(Count count) {
      return List.of(choice("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null"));
    }

    @Override
    public List<byte[]> text(String text) {
      return List.of(choice("{\"content\":" + quoted(text) + "}", "null"));
    }

    @Override
    public List<byte[]> reasoning(String text) {
      return List.of(choice("{\"reasoning_content\":" + quoted(text) + "}", "null"));
    }

    @Override
    public List<byte[]> calls(List<Call> calls) {
      List<byte[]> frames = new ArrayList<>();
      for (int i = 0; i < calls.size(); i++) {
        Call call = calls.get(i);
        frames.add(
            choice(
                "{\"tool_calls\":[{\"index\":%d,\"id\":%s,\"type\":\"function\",\"function\":{\"name\":%s,\"arguments\":\"\"}}]}"
                    .formatted(i, quoted(call.id()), quoted(call.name())),
                "null"));
      }
      int longest = calls.stream().mapToInt(c -> c.pieces().size()).max().orElse(0);
      for (int p = 0; p < longest; p++) {
        for (int i = 0; i < calls.size(); i++) {
          if (p < calls.get(i).pieces().size()) {
            frames.add(
                choice(
                    "{\"tool_calls\":[{\"index\":%d,\"function\":{\"arguments\":%s}}]}"
                        .formatted(i, quoted(calls.get(i).pieces().get(p))),
                    "null"));
          }
        }
      }
      return frames;
    }

    @Override
    public List<byte[]> end(Stop stop, Count count) {
      String reason =
          switch (stop) {
            case END, REFUSAL -> "\"stop\"";
            case TOOLS -> "\"tool_calls\"";
            case LENGTH -> "\"length\"";
            case FILTER -> "\"content_filter\"";
          };
      List<byte[]> frames = new ArrayList<>();
      if (stop == Stop.REFUSAL) {
        frames.add(choice("{\"refusal\":\"I can't help with that.\"}", "null"));
      }
      frames.add(choice("{}", reason));
      frames.add(
          event(
              """
              {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764000000,"model":"scripted-2026","choices":[],"usage":{"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,"prompt_tokens_details":{"cached_tokens":%d},"completion_tokens_details":{"reasoning_tokens":0}}}\
              """
                  .formatted(
                      count.input(),
                      count.output(),
                      count.input() + count.output(),
                      count.cached())));
      frames.add(event("[DONE]"));
      return frames;
    }

    @Override
    public List<byte[]> ping() {
      return List.of(": keep-alive\n\n".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<byte[]> garbage() {
      return List.of(event("{\"id\":\"chatcmpl-1\",\"choices\":[{\"del"));
    }

    @Override
    public List<byte[]> error() {
      return List.of(
          event(
              "{\"error\":{\"message\":\"The server had an error while processing your request\","
                  + "\"type\":\"server_error\",\"param\":null,\"code\":null}}"));
    }
  }
}
