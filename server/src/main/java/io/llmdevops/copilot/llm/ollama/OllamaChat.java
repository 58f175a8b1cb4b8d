package io.llmdevops.copilot.llm.ollama;

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
import java.util.Map;

/// Ollama's own API. It cuts requests that are longer than the context without a word, so the
/// configured size of the context is asked for each time.
public final class OllamaChat implements Dialect {
  @Override
  public String path(ModelId model) {
    return "/api/chat";
  }

  @Override
  public Framing framing() {
    return Framing.LINES;
  }

  @Override
  public Map<String, String> authorization(String key) {
    return Map.of("Authorization", "Bearer " + key);
  }

  @Override
  public ObjectNode body(ModelId model, ChatRequest request) {
    ObjectNode body = Json.object().put("model", model.id()).put("stream", true);
    ObjectNode options = body.putObject("options").put("num_predict", model.outputTokens(request));
    model.contextTokens().ifPresent(tokens -> options.put("num_ctx", tokens));
    request.limits().temperature().ifPresent(t -> options.put("temperature", t));
    ArrayNode messages = body.putArray("messages");
    request
        .system()
        .ifPresent(text -> messages.addObject().put("role", "system").put("content", text));
    request.messages().forEach(message -> add(messages.addObject(), message));
    if (!request.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      request.tools().forEach(tool -> add(tools.addObject(), tool));
    }
    return body;
  }

  private static void add(ObjectNode to, Message message) {
    switch (message) {
      case Message.User user -> {
        to.put("role", "user").put("content", user.text());
        if (!user.images().isEmpty()) {
          ArrayNode images = to.putArray("images");
          user.images().stream().map(Image::base64).forEach(images::add);
        }
      }
      case Message.Assistant answer -> {
        to.put("role", "assistant").put("content", answer.text());
        if (!answer.toolCalls().isEmpty()) {
          ArrayNode calls = to.putArray("tool_calls");
          answer.toolCalls().forEach(call -> add(calls.addObject(), call));
        }
      }
      case Message.ToolResult result ->
          to.put("role", "tool")
              .put("tool_name", result.name())
              .put("content", (result.error() ? "Error: " : "") + result.text());
    }
  }

  private static void add(ObjectNode to, ChatEvent.ToolCall call) {
    JsonNode arguments = Json.known(call.arguments());
    to.putObject("function").put("name", call.name()).set("arguments", arguments);
  }

  private static void add(ObjectNode to, ToolSpec tool) {
    JsonNode schema = Json.known(tool.schema());
    to.put("type", "function")
        .putObject("function")
        .put("name", tool.name())
        .put("description", tool.description())
        .set("parameters", schema);
  }

  @Override
  public FrameReader reader(ModelId model, ChatRequest request, Answer answer) {
    return new OllamaReader(model, answer);
  }
}
