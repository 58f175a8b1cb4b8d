package io.llmdevops.copilot.testkit.models;

import static io.llmdevops.copilot.testkit.models.Written.event;
import static io.llmdevops.copilot.testkit.models.Written.quoted;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Gemini's `streamGenerateContent?alt=sse`: no mark of the end, tool calls whole.
public final class GeminiWire implements WireFormat {
  @Override
  public String contentType() {
    return "text/event-stream";
  }

  @Override
  public Frames open() {
    return new Candidates();
  }

  @Override
  public Refusal refusal(Trouble trouble) {
    return switch (trouble) {
      case RATE_LIMIT -> error(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted");
      case NO_CREDIT -> error(402, "FAILED_PRECONDITION", "Billing is not enabled");
      case SERVER_ERROR -> error(500, "INTERNAL", "An internal error has occurred");
      case OVERLOADED -> error(503, "UNAVAILABLE", "The model is overloaded");
      case CONTEXT_OVERFLOW ->
          error(
              400,
              "INVALID_ARGUMENT",
              "The input token count (1200000) exceeds the maximum number of tokens allowed");
      case BAD_KEY ->
          error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key.");
      case NO_MODEL -> error(404, "NOT_FOUND", "models/scripted is not found");
      case BAD_REQUEST -> error(400, "INVALID_ARGUMENT", "Invalid value at 'contents'");
      case CONTENT_FILTER -> error(400, "INVALID_ARGUMENT", "content_filter");
    };
  }

  private static Refusal error(int status, String word, String message) {
    return new Refusal(
        status,
        Map.of("Content-Type", "application/json; charset=UTF-8"),
        """
        [{"error":{"code":%d,"message":%s,"status":"%s"}}]
        """
            .formatted(status, quoted(message), word));
  }

  private static final class Candidates implements Frames {
    private static byte[] parts(String parts, String more) {
      return event(
          "{\"candidates\":[{\"content\":{\"parts\":[%s],\"role\":\"model\"},\"index\":0%s}],\"modelVersion\":\"scripted-2026\",\"responseId\":\"r1\"}"
              .formatted(parts, more));
    }

    @Override
    public List<byte[]> begin(Count count) {
      return List.of();
    }

    @Override
    public List<byte[]> text(String text) {
      return List.of(parts("{\"text\":" + quoted(text) + "}", ""));
    }

    @Override
    public List<byte[]> reasoning(String text) {
      return List.of(parts("{\"text\":" + quoted(text) + ",\"thought\":true}", ""));
    }

    @Override
    public List<byte[]> calls(List<Call> calls) {
      return List.of(
          parts(
              calls.stream()
                  .map(call ->
                      "{\"functionCall\":{\"id\":%s,\"name\":%s,\"args\":%s},\"thoughtSignature\":\"CsigNed\"}"
                          .formatted(
                              quoted(call.id()), quoted(call.name()), arguments(call.arguments())))
                  .collect(Collectors.joining(",")),
              ""));
    }

    /// The API parses what its model wrote; what is no JSON cannot come over it, except as text.
    private static String arguments(String written) {
      return written.startsWith("{") && written.endsWith("}") ? written : quoted(written);
    }

    @Override
    public List<byte[]> end(Stop stop, Count count) {
      String reason =
          switch (stop) {
            case END, TOOLS -> "STOP";
            case LENGTH -> "MAX_TOKENS";
            case REFUSAL, FILTER -> "SAFETY";
          };
      return List.of(
          event(
              "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}],\"role\":\"model\"},\"finishReason\":\"%s\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":%d,\"cachedContentTokenCount\":%d,\"candidatesTokenCount\":%d,\"totalTokenCount\":%d},\"modelVersion\":\"scripted-2026\"}"
                  .formatted(
                      reason,
                      count.input(),
                      count.cached(),
                      count.output(),
                      count.input() + count.output())));
    }

    @Override
    public List<byte[]> ping() {
      return List.of(": ping\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public List<byte[]> garbage() {
      return List.of(event("{\"candidates\":[{\"conte"));
    }

    @Override
    public List<byte[]> error() {
      return List.of(
          event(
              "{\"error\":{\"code\":500,\"message\":\"An internal error has occurred\",\"status\":\"INTERNAL\"}}"));
    }
  }
}
