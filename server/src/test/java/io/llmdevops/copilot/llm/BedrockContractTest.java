package io.llmdevops.copilot.llm;

import io.llmdevops.copilot.llm.bedrock.BedrockAccess;
import io.llmdevops.copilot.llm.bedrock.BedrockModel;
import io.llmdevops.copilot.llm.http.ApiKey;
import io.llmdevops.copilot.llm.stream.Patience;
import io.llmdevops.copilot.testkit.models.BedrockWire;
import io.llmdevops.copilot.testkit.models.WireFormat;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Amazon Bedrock, with its event stream made and its SDK reading it.
class BedrockContractTest extends ChatModelContract {
  @Override
  WireFormat wire() {
    return new BedrockWire();
  }

  @Override
  ChatModel open(URI base, Patience patience, List<AutoCloseable> closing) {
    BedrockAccess access =
        new BedrockAccess(
            "us-east-1",
            Optional.of(base),
            new ApiKey.Given(KEY),
            Duration.ofSeconds(5),
            200,
            () -> NOW);
    closing.add(access);
    return new BedrockModel(HttpModels.id(), patience, access);
  }

  /// It has no refusal, other than by a filter; what it says instead is not known.
  @Override
  ChatEvent.End filtered() {
    return new ChatEvent.Failed(
        new ChatFailure(ChatFailure.Kind.REJECTED, "HTTP 400: content_filter"));
  }

  @Override
  boolean speaksHttpItself() {
    return false;
  }
}
