package io.llmdevops.copilot.llm.bedrock;

import io.llmdevops.copilot.llm.ChatEvent;
import io.llmdevops.copilot.llm.ChatRequest;
import io.llmdevops.copilot.llm.Image;
import io.llmdevops.copilot.llm.Json;
import io.llmdevops.copilot.llm.Message;
import io.llmdevops.copilot.llm.ToolSpec;
import io.llmdevops.copilot.llm.http.ModelId;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ImageBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ImageSource;
import software.amazon.awssdk.services.bedrockruntime.model.InferenceConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.SystemContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolInputSchema;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultStatus;
import software.amazon.awssdk.services.bedrockruntime.model.ToolSpecification;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;

/// Our request as ConverseStream's.
final class ConverseRequest {
  static final String CONTINUATION = "bedrock";

  private ConverseRequest() {}

  static ConverseStreamRequest of(ModelId model, ChatRequest request) {
    InferenceConfiguration.Builder limits =
        InferenceConfiguration.builder().maxTokens(model.outputTokens(request));
    request.limits().temperature().ifPresent(t -> limits.temperature((float) t));
    ConverseStreamRequest.Builder converse =
        ConverseStreamRequest.builder()
            .modelId(model.id())
            .inferenceConfig(limits.build())
            .messages(messages(request.messages()));
    request.system().ifPresent(text -> converse.system(SystemContentBlock.fromText(text)));
    if (!request.tools().isEmpty()) {
      List<Tool> tools = request.tools().stream().map(ConverseRequest::tool).toList();
      converse.toolConfig(ToolConfiguration.builder().tools(tools).build());
    }
    if (!model.extra().isEmpty()) {
      converse.additionalModelRequestFields(Documents.of(model.extra()));
    }
    return converse.build();
  }

  /// Roles must take turns, so the results of parallel calls go into one message.
  private static List<software.amazon.awssdk.services.bedrockruntime.model.Message> messages(
      List<Message> messages) {
    List<software.amazon.awssdk.services.bedrockruntime.model.Message> converse = new ArrayList<>();
    List<ContentBlock> pending = new ArrayList<>();
    for (Message message : messages) {
      switch (message) {
        case Message.User user -> addUser(pending, user);
        case Message.ToolResult result -> pending.add(result(result));
        case Message.Assistant answer -> {
          flush(pending, converse);
          converse.add(message(ConversationRole.ASSISTANT, answer(answer)));
        }
      }
    }
    flush(pending, converse);
    return converse;
  }

  private static void flush(
      List<ContentBlock> pending,
      List<software.amazon.awssdk.services.bedrockruntime.model.Message> into) {
    if (!pending.isEmpty()) {
      into.add(message(ConversationRole.USER, List.copyOf(pending)));
      pending.clear();
    }
  }

  private static software.amazon.awssdk.services.bedrockruntime.model.Message message(
      ConversationRole role, List<ContentBlock> content) {
    return software.amazon.awssdk.services.bedrockruntime.model.Message.builder()
        .role(role)
        .content(content)
        .build();
  }

  private static void addUser(List<ContentBlock> to, Message.User user) {
    if (!user.text().isBlank()) {
      to.add(ContentBlock.fromText(user.text()));
    }
    for (Image image : user.images()) {
      to.add(
          ContentBlock.fromImage(
              ImageBlock.builder()
                  .format(image.mediaType().substring("image/".length()))
                  .source(ImageSource.fromBytes(SdkBytes.fromByteArray(image.bytes())))
                  .build()));
    }
  }

  private static List<ContentBlock> answer(Message.Assistant answer) {
    List<ContentBlock> content = new ArrayList<>();
    answer
        .continuation()
        .filter(c -> c.provider().equals(CONTINUATION))
        .ifPresent(c -> {
          for (var thought : Json.known(c.json()).path("thinking")) {
            content.add(
                ContentBlock.fromReasoningContent(
                    ReasoningContentBlock.fromReasoningText(t -> {
                      t.text(thought.path("text").asText());
                      if (thought.hasNonNull("signature")) {
                        t.signature(thought.path("signature").asText());
                      }
                    })));
          }
        });
    if (!answer.text().isBlank()) {
      content.add(ContentBlock.fromText(answer.text()));
    }
    for (ChatEvent.ToolCall call : answer.toolCalls()) {
      content.add(
          ContentBlock.fromToolUse(
              ToolUseBlock.builder()
                  .toolUseId(call.id())
                  .name(call.name())
                  .input(Documents.of(Json.known(call.arguments())))
                  .build()));
    }
    return content;
  }

  private static ContentBlock result(Message.ToolResult result) {
    return ContentBlock.fromToolResult(
        ToolResultBlock.builder()
            .toolUseId(result.callId())
            .content(ToolResultContentBlock.fromText(result.text()))
            .status(result.error() ? ToolResultStatus.ERROR : ToolResultStatus.SUCCESS)
            .build());
  }

  private static Tool tool(ToolSpec tool) {
    return Tool.fromToolSpec(
        ToolSpecification.builder()
            .name(tool.name())
            .description(tool.description())
            .inputSchema(ToolInputSchema.fromJson(Documents.of(Json.known(tool.schema()))))
            .build());
  }
}
