package io.llmdevops.copilot.llm.openai;

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

/// The Chat Completions API: OpenAI's, Azure OpenAI's (v1), and that of all who copied it (vLLM,
/// llama.cpp, LiteLLM, OpenRouter, Mistral, DeepSeek, ...).
public final class ChatCompletions implements Dialect {
  /// How the members differ between those who speak it.
  public enum Flavour {
    /// OpenAI itself, which wants the newer name of the limit.
    OPENAI("max_completion_tokens"),
    /// Azure OpenAI, which takes its key in a header of its own.
    AZURE("max_completion_tokens"),
    /// All others; many know only the older name.
    COMPATIBLE("max_tokens");

    private final String limit;

    Flavour(String limit) {
      this.limit = limit;
    }
  }

  private final Flavour flavour;

  public ChatCompletions(Flavour flavour) {
    this.flavour = flavour;
  }

  @Override
  public String path(ModelId model) {
    return "/chat/completions";
  }

  @Override
  public Framing framing() {
    return Framing.EVENTS;
  }

  @Override
  public Map<String, String> authorization(String key) {
    return flavour == Flavour.AZURE
        ? Map.of("api-key", key)
        : Map.of("Authorization", "Bearer " + key);
  }

  @Override
  public ObjectNode body(ModelId model, ChatRequest request) {
    ObjectNode body = Json.object().put("model", model.id()).put("stream", true);
    body.putObject("stream_options").put("include_usage", true);
    body.put(flavour.limit, model.outputTokens(request));
    request.limits().temperature().ifPresent(t -> body.put("temperature", t));
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
      case Message.User user -> addUser(to.put("role", "user"), user);
      case Message.Assistant answer -> {
        to.put("role", "assistant").put("content", answer.text());
        if (!answer.toolCalls().isEmpty()) {
          ArrayNode calls = to.putArray("tool_calls");
          answer.toolCalls().forEach(call -> add(calls.addObject(), call));
        }
      }
      case Message.ToolResult result ->
          to.put("role", "tool")
              .put("tool_call_id", result.callId())
              .put("content", (result.error() ? "Error: " : "") + result.text());
    }
  }

  private static void addUser(ObjectNode to, Message.User user) {
    if (user.images().isEmpty()) {
      to.put("content", user.text());
      return;
    }
    ArrayNode parts = to.putArray("content");
    if (!user.text().isBlank()) {
      parts.addObject().put("type", "text").put("text", user.text());
    }
    for (Image image : user.images()) {
      parts
          .addObject()
          .put("type", "image_url")
          .putObject("image_url")
          .put("url", "data:" + image.mediaType() + ";base64," + image.base64());
    }
  }

  private static void add(ObjectNode to, ChatEvent.ToolCall call) {
    to.put("id", call.id())
        .put("type", "function")
        .putObject("function")
        .put("name", call.name())
        .put("arguments", call.arguments());
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
    return new CompletionReader(model, answer);
  }
}
