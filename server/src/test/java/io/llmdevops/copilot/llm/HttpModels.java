package io.llmdevops.copilot.llm;

import io.llmdevops.copilot.llm.http.ApiKey;
import io.llmdevops.copilot.llm.http.Dialect;
import io.llmdevops.copilot.llm.http.Endpoint;
import io.llmdevops.copilot.llm.http.HttpChatModel;
import io.llmdevops.copilot.llm.http.ModelHttp;
import io.llmdevops.copilot.llm.http.ModelId;
import io.llmdevops.copilot.llm.stream.Patience;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Models over HTTP with a test's key.
final class HttpModels {
  private HttpModels() {}

  static ModelId id() {
    return new ModelId("asked", "there", "scripted", 4_096, OptionalInt.of(8_192), Json.object());
  }

  static ChatModel open(
      Dialect dialect, URI base, String path, Patience patience, List<AutoCloseable> closing) {
    ModelHttp http = new ModelHttp(Duration.ofSeconds(5));
    closing.add(http);
    return new HttpChatModel(
        id(),
        new Endpoint(
            "there",
            URI.create(base + path),
            new ApiKey.Given(ChatModelContract.KEY),
            Map.of("X-Team", "payments")),
        dialect,
        patience,
        http,
        () -> ChatModelContract.NOW);
  }
}
