package io.llmdevops.copilot.benchmarks.models;

import io.llmdevops.copilot.testkit.models.AnthropicWire;
import io.llmdevops.copilot.testkit.models.BedrockWire;
import io.llmdevops.copilot.testkit.models.GeminiWire;
import io.llmdevops.copilot.testkit.models.OllamaWire;
import io.llmdevops.copilot.testkit.models.OpenAiWire;
import io.llmdevops.copilot.testkit.models.WireFormat;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Each adapter, as the configuration names it.
enum Provider {
  OPENAI("/v1"),
  OPENAI_COMPATIBLE("/v1"),
  AZURE_OPENAI("/openai/v1"),
  ANTHROPIC(""),
  OLLAMA(""),
  GEMINI(""),
  BEDROCK("");

  private final String path;

  Provider(String path) {
    this.path = path;
  }

  WireFormat wire() {
    return switch (this) {
      case OPENAI, OPENAI_COMPATIBLE, AZURE_OPENAI -> new OpenAiWire();
      case ANTHROPIC -> new AnthropicWire();
      case OLLAMA -> new OllamaWire();
      case GEMINI -> new GeminiWire();
      case BEDROCK -> new BedrockWire();
    };
  }

  String type() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// @param server that speaks this provider's format
  Map<String, String> settings(URI server) {
    String provider = "copilot.llm.providers.it.";
    Map<String, String> settings = new TreeMap<>();
    settings.put("copilot.llm.retries", "1");
    settings.put("copilot.llm.retry-within", "3s");
    settings.put(provider + "type", type());
    settings.put(provider + "url", server + path);
    settings.put(provider + "region", "us-east-1");
    settings.put(provider + "api-key", "key-for-the-benchmark");
    settings.put(provider + "first-token-timeout", "3s");
    settings.put(provider + "stall-timeout", "1s");
    settings.put(provider + "timeout", "8s");
    settings.put("copilot.llm.models.asked.provider", "it");
    settings.put("copilot.llm.models.asked.model", "scripted");
    return settings;
  }
}
