package io.llmdevops.copilot.llm.gemini;

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
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Google's Gemini API, `streamGenerateContent`. Signatures of thoughts belong to the parts of an
/// answer and must come back with them.
public final class GenerateContent implements Dialect {
  static final String CONTINUATION = "gemini";

  @Override
  public String path(ModelId model) {
    return "/v1beta/models/"
        + URLEncoder.encode(model.id(), StandardCharsets.UTF_8)
        + ":streamGenerateContent?alt=sse";
  }

  @Override
  public Framing framing() {
    return Framing.EVENTS;
  }

  @Override
  public Map<String, String> authorization(String key) {
    return Map.of("x-goog-api-key", key);
  }

  @Override
  public ObjectNode body(ModelId model, ChatRequest request) {
    ObjectNode body = Json.object();
    request
        .system()
        .ifPresent(text ->
            body.putObject("systemInstruction").putArray("parts").addObject().put("text", text));
    contents(body.putArray("contents"), request);
    ObjectNode config =
        body.putObject("generationConfig").put("maxOutputTokens", model.outputTokens(request));
    request.limits().temperature().ifPresent(t -> config.put("temperature", t));
    if (!request.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools").addObject().putArray("functionDeclarations");
      request.tools().forEach(tool -> add(tools.addObject(), tool));
    }
    return body;
  }

  /// The results of parallel calls go into one content.
  private static void contents(ArrayNode into, ChatRequest request) {
    ArrayNode results = null;
    for (Message message : request.messages()) {
      switch (message) {
        case Message.User user -> {
          results = null;
          addUser(into.addObject().put("role", "user").putArray("parts"), user);
        }
        case Message.Assistant answer -> {
          results = null;
          addAnswer(into.addObject().put("role", "model").putArray("parts"), answer);
        }
        case Message.ToolResult result -> {
          if (results == null) {
            results = into.addObject().put("role", "user").putArray("parts");
          }
          ObjectNode response =
              results.addObject().putObject("functionResponse").put("name", result.name());
          response.putObject("response").put(result.error() ? "error" : "output", result.text());
        }
      }
    }
  }

  private static void addUser(ArrayNode parts, Message.User user) {
    if (!user.text().isBlank()) {
      parts.addObject().put("text", user.text());
    }
    for (Image image : user.images()) {
      parts
          .addObject()
          .putObject("inlineData")
          .put("mimeType", image.mediaType())
          .put("data", image.base64());
    }
  }

  private static void addAnswer(ArrayNode parts, Message.Assistant answer) {
    JsonNode signatures =
        answer
            .continuation()
            .filter(c -> c.provider().equals(CONTINUATION))
            .<JsonNode>map(c -> Json.known(c.json()))
            .orElseGet(Json::object);
    if (!answer.text().isBlank()) {
      sign(parts.addObject().put("text", answer.text()), signatures.path("text"));
    }
    for (ChatEvent.ToolCall call : answer.toolCalls()) {
      JsonNode arguments = Json.known(call.arguments());
      ObjectNode part = parts.addObject();
      part.putObject("functionCall").put("name", call.name()).set("args", arguments);
      sign(part, signatures.path("calls").path(call.id()));
    }
  }

  private static void sign(ObjectNode part, JsonNode signature) {
    if (signature.isTextual()) {
      part.set("thoughtSignature", signature);
    }
  }

  private static void add(ObjectNode to, ToolSpec tool) {
    JsonNode schema = Json.known(tool.schema());
    to.put("name", tool.name())
        .put("description", tool.description())
        .set("parametersJsonSchema", schema);
  }

  @Override
  public FrameReader reader(ModelId model, ChatRequest request, Answer answer) {
    return new GeminiReader(model, answer);
  }
}
