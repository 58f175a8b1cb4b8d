package io.llmdevops.copilot.llm;

import io.llmdevops.copilot.llm.gemini.GenerateContent;
import io.llmdevops.copilot.llm.stream.Patience;
import io.llmdevops.copilot.testkit.models.GeminiWire;
import io.llmdevops.copilot.testkit.models.WireFormat;
import io.llmdevops.copilot.testkit.models.WireFormat.Stop;
import java.net.URI;
import java.util.List;

/// Gemini.
class GeminiContractTest extends ChatModelContract {
  @Override
  WireFormat wire() {
    return new GeminiWire();
  }

  @Override
  ChatModel open(URI base, Patience patience, List<AutoCloseable> closing) {
    return HttpModels.open(new GenerateContent(), base, "", patience, closing);
  }

  /// It calls both a filter.
  @Override
  boolean says(Stop stop) {
    return stop != Stop.REFUSAL;
  }
}
