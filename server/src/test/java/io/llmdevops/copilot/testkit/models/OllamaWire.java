package io.llmdevops.copilot.testkit.models;

import static io.llmdevops.copilot.testkit.models.Written.line;
import static io.llmdevops.copilot.testkit.models.Written.quoted;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Ollama's `/api/chat`: a JSON document a line, tool calls whole and without ids.
public final class OllamaWire implements WireFormat {
  @Override
  public String contentType() {
    return "application/x-ndjson";
  }

  @Override
  public Frames open() {
    return new Lines();
  }

  @Override
  public Refusal refusal(Trouble trouble) {
    return switch (trouble) {
      case RATE_LIMIT -> error(429, "too many requests");
      case NO_CREDIT -> error(402, "payment required");
      case SERVER_ERROR -> error(500, "llama runner process has terminated");
      case OVERLOADED -> error(503, "server busy, please try again");
      case CONTEXT_OVERFLOW ->
          error(400, "the input length exceeds the context length: exceeds the available context");
      case BAD_KEY -> error(401, "unauthorized");
      case NO_MODEL -> error(404, "model 'scripted' not found");
      case BAD_REQUEST -> error(400, "invalid options: num_predict");
      case CONTENT_FILTER -> error(400, "content_filter");
    };
  }

  private static Refusal error(int status, String message) {
    return new Refusal(
        status,
        Map.of("Content-Type", "application/json; charset=utf-8"),
        "{\"error\":" + quoted(message) + "}");
  }

  private static final class Lines implements Frames {
    private static byte[] message(String members) {
      return line(
          "{\"model\":\"scripted-2026\",\"created_at\":\"2026-11-28T07:00:00Z\",\"message\":{\"role\":\"assistant\",%s},\"done\":false}"
              .formatted(members));
    }

    @Override
    public List<byte[]> begin(Count count) {
      return List.of(message("\"content\":\"\""));
    }

    @Override
    public List<byte[]> text(String text) {
      return List.of(message("\"content\":" + quoted(text)));
    }

    @Override
    public List<byte[]> reasoning(String text) {
      return List.of(message("\"content\":\"\",\"thinking\":" + quoted(text)));
    }

    @Override
    public List<byte[]> calls(List<Call> calls) {
      return List.of(
          message(
              calls.stream()
                  .map(call ->
                      "{\"function\":{\"name\":%s,\"arguments\":%s}}"
                          .formatted(quoted(call.name()), arguments(call.arguments())))
                  .collect(Collectors.joining(",", "\"content\":\"\",\"tool_calls\":[", "]"))));
    }

    /// What the model wrote; when it is no JSON, some versions hand it on as text.
    private static String arguments(String written) {
      return written.startsWith("{") && written.endsWith("}") ? written : quoted(written);
    }

    @Override
    public List<byte[]> end(Stop stop, Count count) {
      String reason = stop == Stop.LENGTH ? "length" : "stop";
      return List.of(
          line(
              "{\"model\":\"scripted-2026\",\"created_at\":\"2026-11-28T07:00:01Z\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done_reason\":\"%s\",\"done\":true,\"total_duration\":1,\"prompt_eval_count\":%d,\"eval_count\":%d}"
                  .formatted(reason, count.input(), count.output())));
    }

    @Override
    public List<byte[]> ping() {
      return List.of(message("\"content\":\"\""));
    }

    @Override
    public List<byte[]> garbage() {
      return List.of(line("{\"model\":\"scripted-2026\",\"mess"));
    }

    @Override
    public List<byte[]> error() {
      return List.of(line("{\"error\":\"an error was encountered while running the model\"}"));
    }
  }
}
