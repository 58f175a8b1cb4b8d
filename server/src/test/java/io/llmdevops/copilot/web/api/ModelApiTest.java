package io.llmdevops.copilot.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.testkit.models.ModelServer;
import io.llmdevops.copilot.testkit.models.OpenAiWire;
import io.llmdevops.copilot.testkit.models.Script;
import io.llmdevops.copilot.testkit.models.WireFormat.Stop;
import io.llmdevops.copilot.web.Http;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Models over HTTP, with a scripted provider behind them.
@QuarkusTest
@QuarkusTestResource(value = ModelApiTest.Provider.class, restrictToAnnotatedClass = true)
class ModelApiTest {
  private static final String KEY = "sk-api-test-0123456789";

  @TestHTTPResource("/")
  String address = "";

  private final ObjectMapper json = new ObjectMapper();

  /// A provider that answers.
  public static final class Provider implements QuarkusTestResourceLifecycleManager {
    private @Nullable ModelServer server;

    @Override
    public Map<String, String> start() {
      ModelServer started =
          new ModelServer(Script.answer().text("ready").end(Stop.END).in(new OpenAiWire()));
      server = started;
      return Map.of(
          "copilot.llm.providers.here.type", "openai-compatible",
          "copilot.llm.providers.here.url", started.url() + "/v1",
          "copilot.llm.providers.here.api-key", KEY,
          "copilot.llm.models.gpt.provider", "here",
          "copilot.llm.models.gpt.model", "scripted",
          "copilot.llm.models.gpt.price-input", "1",
          "copilot.llm.models.gpt.price-output", "10");
    }

    @Override
    public void stop() {
      Objects.requireNonNull(server).close();
    }
  }

  private HttpResponse<String> get(String path) {
    return new Http(address.replaceAll("/$", "")).get(path);
  }

  private HttpResponse<String> post(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(address.replaceAll("/$", "") + path))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString("{}"))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private JsonNode read(String body) {
    try {
      return json.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError(body, e);
    }
  }

  @Test
  void models_are_listed_without_their_keys() {
    HttpResponse<String> answer = get("/api/v1/models");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).doesNotContain(KEY);
    JsonNode model = read(answer.body()).path("items").path(0);
    assertThat(model.path("name").asText()).isEqualTo("gpt");
    assertThat(model.path("standard").asBoolean()).isTrue();
    assertThat(model.path("price_output").asDouble()).isEqualTo(10);
    assertThat(model.path("provider").path("type").asText()).isEqualTo("openai-compatible");
    assertThat(model.path("provider").path("breaker").asText()).isEqualTo("closed");
  }

  @Test
  void a_test_asks_the_model_and_is_counted_on_the_metrics_page()
      throws IOException, InterruptedException {
    HttpResponse<String> answer = post("/api/v1/models/gpt/test");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode result = read(answer.body());
    assertThat(result.path("ok").asBoolean()).isTrue();
    assertThat(result.path("text").asText()).isEqualTo("ready");
    assertThat(result.path("input_tokens").asLong()).isEqualTo(Script.COUNT.input());
    assertThat(result.path("first_token_ms").isIntegralNumber()).isTrue();
    assertThat(get("/metrics").body())
        .contains("gen_ai_client_operation_duration_seconds_bucket{")
        .contains("gen_ai_client_operation_time_to_first_chunk_seconds_bucket{")
        .contains("gen_ai_client_token_usage_bucket{")
        .contains("gen_ai_request_model=\"scripted\"")
        .contains("copilot_llm_calls_total{model=\"gpt\",outcome=\"ok\"")
        .contains("copilot_llm_breaker_open{provider=\"here\"")
        .doesNotContain(KEY);
  }

  @Test
  void an_unknown_model_is_not_found() throws IOException, InterruptedException {
    HttpResponse<String> answer = post("/api/v1/models/none/test");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("configured: gpt");
  }
}
