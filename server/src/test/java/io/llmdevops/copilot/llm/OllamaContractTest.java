package io.llmdevops.copilot.llm;

import io.llmdevops.copilot.llm.ollama.OllamaChat;
import io.llmdevops.copilot.llm.stream.Patience;
import io.llmdevops.copilot.testkit.models.OllamaWire;
import io.llmdevops.copilot.testkit.models.WireFormat;
import io.llmdevops.copilot.testkit.models.WireFormat.Stop;
import java.net.URI;
import java.util.List;

/// Ollama.
class OllamaContractTest extends ChatModelContract {
  @Override
  WireFormat wire() {
    return new OllamaWire();
  }

  @Override
  ChatModel open(URI base, Patience patience, List<AutoCloseable> closing) {
    return HttpModels.open(new OllamaChat(), base, "", patience, closing);
  }

  /// It has neither.
  @Override
  boolean says(Stop stop) {
    return stop == Stop.LENGTH;
  }
}
