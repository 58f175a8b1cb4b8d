package io.llmdevops.copilot.llm.masking;

import io.llmdevops.copilot.llm.ChatEvent;
import io.llmdevops.copilot.llm.ChatModel;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.ChatStream;
import io.llmdevops.copilot.llm.Message;
import io.llmdevops.copilot.llm.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A model that never sees what must not leave. Who asks gets the answer as if it had: text with
/// all values put back, tool calls with personal data put back and credentials not, because a tool
/// may send its arguments anywhere.
///
/// Images go as they are: nothing can be found in them here.
public final class MaskedModel implements ChatModel {
  private final ChatModel model;
  private final Function<ChatRequest, Mask> masks;

  /// @param masks the mask of the conversation that a request belongs to
  public MaskedModel(ChatModel model, Function<ChatRequest, Mask> masks) {
    this.model = model;
    this.masks = masks;
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public ChatStream stream(ChatRequest request) {
    Mask mask = masks.apply(request);
    // First all of it: what the last message shows to be a secret stands in an earlier one too.
    texts(request).forEach(mask::learn);
    return new MaskedStream(model.stream(masked(request, mask)), mask);
  }

  private static List<String> texts(ChatRequest request) {
    List<String> texts = new ArrayList<>();
    request.system().ifPresent(texts::add);
    for (Message message : request.messages()) {
      switch (message) {
        case Message.User user -> texts.add(user.text());
        case Message.Assistant answer -> {
          texts.add(answer.text());
          answer.toolCalls().forEach(call -> texts.add(call.arguments()));
        }
        case Message.ToolResult result -> texts.add(result.text());
      }
    }
    request.tools().forEach(tool -> texts.add(tool.description()));
    return texts;
  }

  private static ChatRequest masked(ChatRequest request, Mask mask) {
    Optional<String> system = request.system().map(mask::mask);
    List<Message> messages =
        request.messages().stream().map(message -> masked(message, mask)).toList();
    List<ToolSpec> tools = request.tools().stream().map(tool -> masked(tool, mask)).toList();
    return new ChatRequest(system, messages, tools, request.limits());
  }

  private static Message masked(Message message, Mask mask) {
    return switch (message) {
      case Message.User user -> new Message.User(mask.mask(user.text()), user.images());
      case Message.Assistant answer ->
          new Message.Assistant(
              mask.mask(answer.text()),
              answer.toolCalls().stream()
                  .map(call ->
                      new ChatEvent.ToolCall(
                          call.id(), call.name(), mask.maskJson(call.arguments())))
                  .toList(),
              answer.continuation());
      case Message.ToolResult result ->
          new Message.ToolResult(
              result.callId(), result.name(), mask.mask(result.text()), result.error());
    };
  }

  private static ToolSpec masked(ToolSpec tool, Mask mask) {
    return new ToolSpec(tool.name(), mask.mask(tool.description()), mask.maskJson(tool.schema()));
  }
}
