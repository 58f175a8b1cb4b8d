package io.llmdevops.copilot.llm;

import io.llmdevops.copilot.platform.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

@Setting(
    "Language models; none is needed. See [models](models.md) for an example of each provider.")
@ConfigMapping(prefix = "copilot.llm")
public interface LlmSettings {
  @Setting("Name of the model that is asked when nobody names one. Default: the first by name.")
  Optional<String> model();

  @Setting("Models that are asked when another fails before its first word, in this order.")
  Optional<List<String>> fallbacks();

  @Setting(
      value =
          "How often a model is asked again, before the first word and when that may help. The"
              + " fallbacks come after that.",
      min = 0,
      max = 10)
  @WithDefault("2")
  int retries();

  @Setting(
      "The longest that a call may spend on waiting between its attempts. A `Retry-After` beyond it"
          + " is not waited for.")
  @WithDefault("20s")
  Duration retryWithin();

  @Setting(
      value = "Tokens, of requests and answers together, that one turn may use over all its calls.",
      min = 1_000,
      max = 100_000_000)
  @WithDefault("400000")
  long turnMaxTokens();

  @Setting("What one turn may cost, in the currency of the prices of the models.")
  @WithDefault("2.0")
  double turnMaxCost();

  Map<String, Provider> providers();

  Map<String, Model> models();

  /// Whose API it is.
  enum ProviderType {
    OPENAI,
    OPENAI_COMPATIBLE,
    AZURE_OPENAI,
    ANTHROPIC,
    OLLAMA,
    GEMINI,
    BEDROCK
  }

  /// An account at a provider, or a server of one's own. What the models of one share: key, limits
  /// and circuit breaker.
  interface Provider {
    @Setting("Whose API it speaks.")
    ProviderType type();

    @Setting(
        "Base URL. Needed for `openai-compatible` and `azure-openai`; the others have their own, for"
            + " `ollama` `http://127.0.0.1:11434`.")
    Optional<String> url();

    @Setting(value = "The key. For `bedrock` a Bedrock API key, instead of a role.", secret = true)
    Optional<String> apiKey();

    @Setting("File with the key; read at each request, so that it may be rotated.")
    Optional<String> apiKeyFile();

    @Setting(value = "Further request headers, for gateways.", secret = true)
    Map<String, String> headers();

    @Setting("Region of `bedrock`.")
    Optional<String> region();

    @Setting("Longest wait for a connection.")
    @WithDefault("5s")
    Duration connectTimeout();

    @Setting("Longest wait for the first word, or the first thought or tool call.")
    @WithDefault("90s")
    Duration firstTokenTimeout();

    @Setting("Longest silence within an answer.")
    @WithDefault("45s")
    Duration stallTimeout();

    @Setting("Longest time for a whole answer.")
    @WithDefault("10m")
    Duration timeout();

    @Setting(value = "Answers that may be under way at once, in one pod.", min = 1, max = 10_000)
    @WithDefault("16")
    int parallel();

    @Setting(value = "Requests a minute, from one pod. Default: no limit.", min = 1)
    OptionalInt requestsPerMinute();

    @Setting("Longest wait for a place within these limits; then a fallback is asked.")
    @WithDefault("10s")
    Duration placeTimeout();

    @Setting(
        value = "Failures in a row after which the provider is left alone for `breaker-pause`.",
        min = 1,
        max = 1_000)
    @WithDefault("5")
    int breakerFailures();

    @Setting("How long it is left alone; then one request tries it.")
    @WithDefault("30s")
    Duration breakerPause();
  }

  /// A model that can be asked.
  interface Model {
    @Setting("Name of its provider, as in `copilot.llm.providers`.")
    String provider();

    @Setting("What the provider calls it: model, deployment, inference profile.")
    String model();

    @Setting(value = "Most tokens of one answer.", min = 16, max = 1_000_000)
    @WithDefault("8192")
    int maxOutputTokens();

    @Setting(
        value = "Tokens that request and answer together may have. For `ollama` it is set so.",
        min = 256,
        max = 100_000_000)
    OptionalInt contextTokens();

    @Setting("Whether it takes images.")
    @WithDefault("false")
    boolean images();

    @Setting(
        "Members that are added to each request's body, as a JSON object: for what only this"
            + " provider has, such as the effort of reasoning.")
    Optional<String> body();

    @Setting("Price of a million tokens of requests.")
    OptionalDouble priceInput();

    @Setting(
        "Price of a million tokens of requests that the provider had in its cache. Default:"
            + " `price-input`.")
    OptionalDouble priceCachedInput();

    @Setting("Price of a million tokens of answers.")
    OptionalDouble priceOutput();
  }
}
