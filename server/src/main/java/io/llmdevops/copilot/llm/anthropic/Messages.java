package io.llmdevops.copilot.llm.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.llm.ChatEvent;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.Image;
import io.llmdevops.copilot.llm.Json;
import io.llmdevops.copilot.llm.Message;
import io.llmdevops.copilot.llm.ToolSpec;
import io.llmdevops.copilot.llm.http.Dialect;
import io.llmdevops.copilot.llm.http.ModelId;
import io.llmdevops.copilot.llm.stream.Answer;
import java.util.Iterator;
import java.util.Map;

/// Anthropic's Messages API. System prompt and tools are marked for its cache: within a turn they
/// are sent again and again, and read from the cache at a tenth of the price.
public final class Messages implements Dialect {
  static final String CONTINUATION = "anthropic";
  private static final String VERSION = "2023-06-01";

  @Override
  public String path(ModelId model) {
    return "/v1/messages";
  }

  @Override
  public Framing framing() {
    return Framing.EVENTS;
  }

  @Override
  public Map<String, String> authorization(String key) {
    return Map.of("x-api-key", key, "anthropic-version", VERSION);
  }

  @Override
  public ObjectNode body(ModelId model, ChatRequest request) {
    ObjectNode body =
        Json.object()
            .put("model", model.id())
            .put("stream", true)
            .put("max_tokens", model.outputTokens(request));
    request.limits().temperature().ifPresent(t -> body.put("temperature", t));
    request
        .system()
        .ifPresent(text ->
            cached(body.putArray("system").addObject().put("type", "text").put("text", text)));
    messages(body.putArray("messages"), request);
    if (!request.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      request.tools().forEach(tool -> add(tools.addObject(), tool));
      cached((ObjectNode) tools.get(tools.size() - 1));
    }
    return body;
  }

  private static void cached(ObjectNode block) {
    block.putObject("cache_control").put("type", "ephemeral");
  }

  /// The results of parallel calls go into one message: roles must take turns.
  private static void messages(ArrayNode into, ChatRequest request) {
    Iterator<Message> messages = request.messages().iterator();
    ArrayNode results = null;
    while (messages.hasNext()) {
      switch (messages.next()) {
        case Message.User user -> {
          if (results == null) {
            results = into.addObject().put("role", "user").putArray("content");
          }
          addUser(results, user);
          results = null;
        }
        case Message.Assistant answer -> {
          results = null;
          addAnswer(into.addObject().put("role", "assistant").putArray("content"), answer);
        }
        case Message.ToolResult result -> {
          if (results == null) {
            results = into.addObject().put("role", "user").putArray("content");
          }
          results
              .addObject()
              .put("type", "tool_result")
              .put("tool_use_id", result.callId())
              .put("content", result.text())
              .put("is_error", result.error());
        }
      }
    }
  }

  private static void addUser(ArrayNode content, Message.User user) {
    for (Image image : user.images()) {
      content
          .addObject()
          .put("type", "image")
          .putObject("source")
          .put("type", "base64")
          .put("media_type", image.mediaType())
          .put("data", image.base64());
    }
    if (!user.text().isBlank()) {
      content.addObject().put("type", "text").put("text", user.text());
    }
  }

  private static void addAnswer(ArrayNode content, Message.Assistant answer) {
    answer
        .continuation()
        .filter(c -> c.provider().equals(CONTINUATION))
        .ifPresent(c -> Json.known(c.json()).path("thinking").forEach(content::add));
    if (!answer.text().isBlank()) {
      content.addObject().put("type", "text").put("text", answer.text());
    }
    for (ChatEvent.ToolCall call : answer.toolCalls()) {
      JsonNode arguments = Json.known(call.arguments());
      content
          .addObject()
          .put("type", "tool_use")
          .put("id", call.id())
          .put("name", call.name())
          .set("input", arguments);
    }
  }

  private static void add(ObjectNode to, ToolSpec tool) {
    JsonNode schema = Json.known(tool.schema());
    to.put("name", tool.name()).put("description", tool.description()).set("input_schema", schema);
  }

  @Override
  public FrameReader reader(ModelId model, ChatRequest request, Answer answer) {
    return new MessageReader(model, answer);
  }
}
