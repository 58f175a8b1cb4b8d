package io.llmdevops.copilot.llm;

import io.llmdevops.copilot.llm.openai.ChatCompletions;
import io.llmdevops.copilot.llm.stream.Patience;
import io.llmdevops.copilot.testkit.models.OpenAiWire;
import io.llmdevops.copilot.testkit.models.WireFormat;
import java.net.URI;
import java.util.List;

/// OpenAI.
class OpenAiContractTest extends ChatModelContract {
  @Override
  WireFormat wire() {
    return new OpenAiWire();
  }

  @Override
  ChatModel open(URI base, Patience patience, List<AutoCloseable> closing) {
    return HttpModels.open(
        new ChatCompletions(ChatCompletions.Flavour.OPENAI), base, "/v1", patience, closing);
  }
}
