package io.llmdevops.copilot.llm;

import io.llmdevops.copilot.llm.anthropic.Messages;
import io.llmdevops.copilot.llm.stream.Patience;
import io.llmdevops.copilot.testkit.models.AnthropicWire;
import io.llmdevops.copilot.testkit.models.WireFormat;
import io.llmdevops.copilot.testkit.models.WireFormat.Stop;
import java.net.URI;
import java.util.List;

/// Anthropic.
class AnthropicContractTest extends ChatModelContract {
  @Override
  WireFormat wire() {
    return new AnthropicWire();
  }

  @Override
  ChatModel open(URI base, Patience patience, List<AutoCloseable> closing) {
    return HttpModels.open(new Messages(), base, "", patience, closing);
  }

  /// It calls both a refusal.
  @Override
  boolean says(Stop stop) {
    return stop != Stop.FILTER;
  }

  @Override
  ChatEvent.End filtered() {
    return new ChatEvent.Failed(
        new ChatFailure(
            ChatFailure.Kind.REJECTED, "HTTP 400: Output blocked by content filtering policy"));
  }
}
