package io.llmdevops.copilot.llm.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.Json;
import io.llmdevops.copilot.llm.Message;
import io.llmdevops.copilot.llm.ToolSpec;
import java.util.function.BiConsumer;

/// The members of a request's body that OpenAI's API has and Ollama's took over.
public final class FunctionBodies {
  private FunctionBodies() {}

  /// The conversation, the system's rules as its first message.
  ///
  /// @param add writes one message into its object
  public static void messages(
      ObjectNode body, ChatRequest request, BiConsumer<ObjectNode, Message> add) {
    ArrayNode messages = body.putArray("messages");
    request
        .system()
        .ifPresent(text -> messages.addObject().put("role", "system").put("content", text));
    request.messages().forEach(message -> add.accept(messages.addObject(), message));
  }

  /// The tools, when there are any.
  public static void tools(ObjectNode body, ChatRequest request) {
    if (request.tools().isEmpty()) {
      return;
    }
    ArrayNode tools = body.putArray("tools");
    for (ToolSpec tool : request.tools()) {
      JsonNode schema = Json.known(tool.schema());
      tools
          .addObject()
          .put("type", "function")
          .putObject("function")
          .put("name", tool.name())
          .put("description", tool.description())
          .set("parameters", schema);
    }
  }

  /// What a tool returned, in an API that has no word for an error of it.
  public static String text(Message.ToolResult result) {
    return (result.error() ? "Error: " : "") + result.text();
  }
}
