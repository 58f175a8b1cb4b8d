package io.llmdevops.copilot.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.config.Configuration;
import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.platform.errors.CopilotException.NotFound;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.llmdevops.copilot.platform.time.SystemTime;
import io.llmdevops.copilot.testkit.models.ModelServer;
import io.llmdevops.copilot.testkit.models.OpenAiWire;
import io.llmdevops.copilot.testkit.models.Script;
import io.llmdevops.copilot.testkit.models.WireFormat.Stop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredModelsTest {
  private static final String KEY = "sk-very-secret-0123456789";

  @TempDir Path folder;

  private Models open(String yaml) throws IOException {
    return open(yaml, Map.of());
  }

  private Models open(String yaml, Map<String, String> environment) throws IOException {
    Path file = folder.resolve("copilot.yaml");
    Files.writeString(file, yaml);
    Configuration configuration = Configuration.load(Optional.of(file), environment, folder);
    return ConfiguredModels.open(
        configuration.settings(LlmSettings.class),
        configuration.settings(MaskingSettings.class),
        Meters.unread(),
        SystemTime.source(),
        new Random(7));
  }

  private void refused(String yaml, String... words) {
    assertThatThrownBy(() -> open(yaml))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContaining(KEY);
  }

  @Test
  void a_rule_of_masking_that_is_none_stops_the_start() {
    refused("masking:\n  deny:\n    ours: '(a'\n", "copilot.masking.deny", "(a");
  }

  @Test
  void without_any_there_is_no_model() throws IOException {
    try (Models models = open("")) {
      assertThat(models.standard()).isEmpty();
      assertThat(models.list()).isEmpty();
      assertThatThrownBy(() -> models.named("gpt"))
          .isInstanceOf(NotFound.class)
          .hasMessageContaining("configured: none");
    }
  }

  @Test
  void each_provider_can_be_configured() throws IOException {
    try (Models models =
        open(
            """
            llm:
              model: gpt
              fallbacks: [claude, local]
              providers:
                openai: {type: openai, api-key: %1$s}
                azure: {type: azure-openai, url: "https://x.openai.azure.com/openai/v1", api-key: %1$s}
                vllm: {type: openai-compatible, url: "http://127.0.0.1:8000/v1/"}
                anthropic: {type: anthropic, api-key: %1$s}
                ollama: {type: ollama}
                gemini: {type: gemini, api-key: %1$s}
                aws: {type: bedrock, region: us-east-1}
              models:
                gpt: {provider: openai, model: gpt-5-mini, price-input: 0.25, price-output: 2}
                deployed: {provider: azure, model: my-deployment}
                open: {provider: vllm, model: qwen3}
                claude: {provider: anthropic, model: claude-sonnet-5, images: true}
                local: {provider: ollama, model: "qwen3:8b", context-tokens: 32768}
                gem: {provider: gemini, model: gemini-3-flash, body: '{"generationConfig":{}}'}
                nova: {provider: aws, model: us.amazon.nova-pro-v1:0}
            """
                .formatted(KEY))) {
      assertThat(models.standard()).map(ChatModel::name).contains("gpt");
      assertThat(models.list()).hasSize(7);
      ModelInfo gpt =
          models.list().stream().filter(m -> m.name().equals("gpt")).findFirst().orElseThrow();
      assertThat(gpt.standard()).isTrue();
      assertThat(gpt.price()).contains(new Price(0.25, 0.25, 2));
      assertThat(gpt.provider().address()).isEqualTo("https://api.openai.com");
      assertThat(gpt.provider().breaker()).isEqualTo("closed");
      assertThat(models.list().toString()).doesNotContain(KEY);
    }
  }

  @Test
  void one_model_is_the_standard_without_saying_so_and_the_environment_is_enough()
      throws IOException {
    Map<String, String> environment =
        Map.of(
            "COPILOT_LLM_PROVIDERS_OPENAI_TYPE", "openai",
            "COPILOT_LLM_PROVIDERS_OPENAI_API_KEY", KEY,
            "COPILOT_LLM_MODELS_GPT_PROVIDER", "openai",
            "COPILOT_LLM_MODELS_GPT_MODEL", "gpt-5-mini");
    try (Models models = open("", environment)) {
      assertThat(models.standard()).map(ChatModel::name).contains("gpt");
    }
  }

  @Test
  void every_problem_is_named_with_its_key_and_no_secret() {
    refused(
        """
        llm:
          model: gtp
          fallbacks: [none]
          providers:
            openai: {type: openai}
            azure: {type: azure-openai, api-key: %1$s}
            both: {type: gemini, api-key: %1$s, api-key-file: /x}
            odd: {type: ollama, url: "ftp://host"}
            query: {type: openai-compatible, url: "https://host/v1?key=%1$s"}
          models:
            gpt: {provider: opnai, model: gpt-5-mini}
            bad: {provider: openai, model: x, body: "[1]"}
        """
            .formatted(KEY),
        "copilot.llm.providers.openai: needs a key",
        "copilot.llm.providers.azure: needs a url",
        "copilot.llm.providers.both: set only one of",
        "copilot.llm.providers.odd: the URL is not of the form",
        "copilot.llm.providers.query: the URL has a user, a query",
        "copilot.llm.models.gpt: there is no provider \"opnai\"",
        "did you mean openai?",
        "copilot.llm.model: there is no model \"gtp\"; did you mean gpt?",
        "copilot.llm.fallbacks: there is no model \"none\"");
  }

  @Test
  void a_key_that_cannot_be_sent_is_refused_without_being_shown() {
    refused(
        """
        llm:
          providers:
            openai:
              type: openai
              api-key: "%s\\nX-Evil: yes"
        """
            .formatted(KEY),
        "copilot.llm.providers.openai: the API key has a character that cannot be sent");
  }

  @Test
  void a_key_file_is_read_at_each_request() throws IOException {
    Path key = folder.resolve("key");
    Files.writeString(key, "key-of-monday\n");
    try (ModelServer server =
            new ModelServer(Script.answer().text("ready").end(Stop.END).in(new OpenAiWire()));
        Models models =
            open(
                """
                llm:
                  providers:
                    here: {type: openai-compatible, url: "%s/v1", api-key-file: "%s"}
                  models:
                    gpt: {provider: here, model: gpt, price-input: 1, price-output: 1}
                """
                    .formatted(server.url(), key))) {
      ModelProbe probe = models.probe("gpt");
      assertThat(probe.failure()).isEmpty();
      assertThat(probe.text()).isEqualTo("ready");
      assertThat(probe.reported()).contains("scripted-2026");
      assertThat(probe.call().usage().output()).isEqualTo(Script.COUNT.output());
      assertThat(probe.call().cost()).isPositive();
      Files.writeString(key, "key-of-tuesday");
      models.probe("gpt");
      Files.delete(key);
      assertThat(models.probe("gpt").failure().orElseThrow().message()).contains("cannot be read");
      assertThat(server.requests())
          .extracting(request -> request.headers().get("authorization"))
          .containsExactly("Bearer key-of-monday", "Bearer key-of-tuesday");
    }
  }
}
