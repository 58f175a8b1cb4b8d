package io.llmdevops.copilot.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.llm.ChatEvent.Continuation;
import io.llmdevops.copilot.llm.ChatEvent.ToolCall;
import io.llmdevops.copilot.llm.anthropic.Messages;
import io.llmdevops.copilot.llm.gemini.GenerateContent;
import io.llmdevops.copilot.llm.http.Dialect;
import io.llmdevops.copilot.llm.ollama.OllamaChat;
import io.llmdevops.copilot.llm.openai.ChatCompletions;
import io.llmdevops.copilot.llm.openai.ChatCompletions.Flavour;
import io.llmdevops.copilot.llm.stream.Patience;
import io.llmdevops.copilot.testkit.models.AnthropicWire;
import io.llmdevops.copilot.testkit.models.BedrockWire;
import io.llmdevops.copilot.testkit.models.GeminiWire;
import io.llmdevops.copilot.testkit.models.ModelServer;
import io.llmdevops.copilot.testkit.models.Script;
import io.llmdevops.copilot.testkit.models.WireFormat;
import io.llmdevops.copilot.testkit.models.WireFormat.Call;
import io.llmdevops.copilot.testkit.models.WireFormat.Stop;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// What each provider is sent for one and the same conversation: an image, parallel tool calls,
/// their results, one of them an error.
class RequestsTest {
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofSeconds(60));
  private static final ToolSpec TOOL =
      new ToolSpec("look", "Looks.", "{\"type\":\"object\",\"oneOf\":[{\"required\":[\"at\"]}]}");

  private static ChatRequest conversation(Optional<Continuation> continuation) {
    return new ChatRequest(
        Optional.of("Be exact."),
        List.of(
            new Message.User("What is it?", List.of(new Image("image/png", new byte[] {1, 2, 3}))),
            new Message.Assistant(
                "I look.",
                List.of(new ToolCall("c1", "look", "{\"at\":1}"), new ToolCall("c2", "look", "{}")),
                continuation),
            new Message.ToolResult("c1", "look", "a chart", false),
            new Message.ToolResult("c2", "look", "no such thing", true)),
        List.of(TOOL),
        new ChatRequest.Limits(OptionalInt.of(500), OptionalDouble.of(0.5), Optional.empty()));
  }

  private static void isSent(Dialect dialect, String expected) {
    sameJson(dialect.body(HttpModels.id(), conversation(Optional.empty())).toString(), expected);
  }

  private static void sameJson(String actual, String expected) {
    try {
      ObjectMapper json = new ObjectMapper();
      assertThat(json.readTree(actual)).isEqualTo(json.readTree(expected));
    } catch (JsonProcessingException e) {
      throw new AssertionError(actual, e);
    }
  }

  @Test
  void openai_is_sent_chat_completions() {
    isSent(
        new ChatCompletions(Flavour.OPENAI),
        """
        {"model":"scripted","stream":true,"stream_options":{"include_usage":true},
         "max_completion_tokens":500,"temperature":0.5,
         "messages":[
          {"role":"system","content":"Be exact."},
          {"role":"user","content":[{"type":"text","text":"What is it?"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]},
          {"role":"assistant","content":"I look.","tool_calls":[
            {"id":"c1","type":"function","function":{"name":"look","arguments":"{\\"at\\":1}"}},
            {"id":"c2","type":"function","function":{"name":"look","arguments":"{}"}}]},
          {"role":"tool","tool_call_id":"c1","content":"a chart"},
          {"role":"tool","tool_call_id":"c2","content":"Error: no such thing"}],
         "tools":[{"type":"function","function":{"name":"look","description":"Looks.",
           "parameters":{"type":"object","oneOf":[{"required":["at"]}]}}}]}
        """);
  }

  @Test
  void those_who_copied_openai_get_the_older_name_of_the_limit() {
    var body =
        new ChatCompletions(Flavour.COMPATIBLE)
            .body(HttpModels.id(), conversation(Optional.empty()));
    assertThat(body.path("max_tokens").asInt()).isEqualTo(500);
    assertThat(body.has("max_completion_tokens")).isFalse();
  }

  @Test
  void anthropic_is_sent_messages_that_take_turns_and_marks_for_its_cache() {
    isSent(
        new Messages(),
        """
        {"model":"scripted","stream":true,"max_tokens":500,"temperature":0.5,
         "system":[{"type":"text","text":"Be exact.","cache_control":{"type":"ephemeral"}}],
         "messages":[
          {"role":"user","content":[
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AQID"}},
            {"type":"text","text":"What is it?"}]},
          {"role":"assistant","content":[{"type":"text","text":"I look."},
            {"type":"tool_use","id":"c1","name":"look","input":{"at":1}},
            {"type":"tool_use","id":"c2","name":"look","input":{}}]},
          {"role":"user","content":[
            {"type":"tool_result","tool_use_id":"c1","content":"a chart","is_error":false},
            {"type":"tool_result","tool_use_id":"c2","content":"no such thing","is_error":true}]}],
         "tools":[{"name":"look","description":"Looks.",
           "input_schema":{"type":"object","oneOf":[{"required":["at"]}]},
           "cache_control":{"type":"ephemeral"}}]}
        """);
  }

  @Test
  void ollama_is_told_the_size_of_the_context() {
    isSent(
        new OllamaChat(),
        """
        {"model":"scripted","stream":true,
         "options":{"num_predict":500,"num_ctx":8192,"temperature":0.5},
         "messages":[
          {"role":"system","content":"Be exact."},
          {"role":"user","content":"What is it?","images":["AQID"]},
          {"role":"assistant","content":"I look.","tool_calls":[
            {"function":{"name":"look","arguments":{"at":1}}},
            {"function":{"name":"look","arguments":{}}}]},
          {"role":"tool","tool_name":"look","content":"a chart"},
          {"role":"tool","tool_name":"look","content":"Error: no such thing"}],
         "tools":[{"type":"function","function":{"name":"look","description":"Looks.",
           "parameters":{"type":"object","oneOf":[{"required":["at"]}]}}}]}
        """);
  }

  @Test
  void gemini_is_sent_contents_with_results_together() {
    isSent(
        new GenerateContent(),
        """
        {"systemInstruction":{"parts":[{"text":"Be exact."}]},
         "contents":[
          {"role":"user","parts":[{"text":"What is it?"},
            {"inlineData":{"mimeType":"image/png","data":"AQID"}}]},
          {"role":"model","parts":[{"text":"I look."},
            {"functionCall":{"name":"look","args":{"at":1}}},
            {"functionCall":{"name":"look","args":{}}}]},
          {"role":"user","parts":[
            {"functionResponse":{"name":"look","response":{"output":"a chart"}}},
            {"functionResponse":{"name":"look","response":{"error":"no such thing"}}}]}],
         "generationConfig":{"maxOutputTokens":500,"temperature":0.5},
         "tools":[{"functionDeclarations":[{"name":"look","description":"Looks.",
           "parametersJsonSchema":{"type":"object","oneOf":[{"required":["at"]}]}}]}]}
        """);
  }

  @Test
  void bedrock_is_sent_a_converse_request() throws Exception {
    List<AutoCloseable> opened = new ArrayList<>();
    try (ModelServer server =
        new ModelServer(Script.answer().text("ok").end(Stop.END).in(new BedrockWire()))) {
      ChatModel model = new BedrockContractTest().open(server.url(), PATIENCE, opened);
      Answers.all(model.stream(conversation(Optional.empty())));
      assertThat(server.requests().getFirst().path()).isEqualTo("/model/scripted/converse-stream");
      sameJson(
          server.requests().getFirst().body(),
          """
          {"system":[{"text":"Be exact."}],
           "inferenceConfig":{"maxTokens":500,"temperature":0.5},
           "messages":[
            {"role":"user","content":[{"text":"What is it?"},
              {"image":{"format":"png","source":{"bytes":"AQID"}}}]},
            {"role":"assistant","content":[{"text":"I look."},
              {"toolUse":{"toolUseId":"c1","name":"look","input":{"at":1}}},
              {"toolUse":{"toolUseId":"c2","name":"look","input":{}}}]},
            {"role":"user","content":[
              {"toolResult":{"toolUseId":"c1","content":[{"text":"a chart"}],"status":"success"}},
              {"toolResult":{"toolUseId":"c2","content":[{"text":"no such thing"}],
                "status":"error"}}]}],
           "toolConfig":{"tools":[{"toolSpec":{"name":"look","description":"Looks.",
             "inputSchema":{"json":{"type":"object","oneOf":[{"required":["at"]}]}}}}]}}
          """);
    } finally {
      for (AutoCloseable one : opened) {
        one.close();
      }
    }
  }

  @Test
  void signed_thoughts_go_back_to_anthropic_before_the_calls_that_they_led_to() {
    Continuation continuation =
        continued(new Messages(), new AnthropicWire(), Script.answer().reasoning("Hm, let me see"));
    var content =
        new Messages()
            .body(HttpModels.id(), conversation(Optional.of(continuation)))
            .at("/messages/1/content");
    assertThat(content.path(0).path("type").asText()).isEqualTo("thinking");
    assertThat(content.path(0).path("thinking").asText()).isEqualTo("Hm, let me see");
    assertThat(content.path(0).path("signature").asText()).isEqualTo("EqQBsigned");
    assertThat(
            new GenerateContent()
                .body(HttpModels.id(), conversation(Optional.of(continuation)))
                .toString())
        .doesNotContain("signed");
  }

  @Test
  void signatures_go_back_to_gemini_with_the_calls_that_they_belong_to() {
    Continuation continuation = continued(new GenerateContent(), new GeminiWire(), Script.answer());
    var parts =
        new GenerateContent()
            .body(HttpModels.id(), conversation(Optional.of(continuation)))
            .at("/contents/1/parts");
    assertThat(parts.path(1).path("thoughtSignature").asText()).isEqualTo("CsigNed");
    assertThat(parts.path(2).has("thoughtSignature")).isFalse();
  }

  private static Continuation continued(Dialect dialect, WireFormat wire, Script script) {
    List<AutoCloseable> opened = new ArrayList<>();
    Script whole = script.calls(new Call("c1", "look", List.of("{\"at\":1}"))).end(Stop.TOOLS);
    try (ModelServer server = new ModelServer(whole.in(wire))) {
      ChatModel model =
          HttpModels.open(dialect, URI.create(server.url().toString()), "", PATIENCE, opened);
      List<ChatEvent> events =
          Answers.all(model.stream(ChatRequest.of("What?").with(List.of(TOOL))));
      return Answers.only(events, Continuation.class).getFirst();
    }
  }
}
