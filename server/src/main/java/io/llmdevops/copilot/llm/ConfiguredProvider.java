package io.llmdevops.copilot.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.llm.LlmSettings.ProviderType;
import io.llmdevops.copilot.llm.anthropic.Messages;
import io.llmdevops.copilot.llm.bedrock.BedrockAccess;
import io.llmdevops.copilot.llm.bedrock.BedrockModel;
import io.llmdevops.copilot.llm.gemini.GenerateContent;
import io.llmdevops.copilot.llm.http.ApiKey;
import io.llmdevops.copilot.llm.http.Dialect;
import io.llmdevops.copilot.llm.http.Endpoint;
import io.llmdevops.copilot.llm.http.HttpChatModel;
import io.llmdevops.copilot.llm.http.ModelHttp;
import io.llmdevops.copilot.llm.http.ModelId;
import io.llmdevops.copilot.llm.ollama.OllamaChat;
import io.llmdevops.copilot.llm.openai.ChatCompletions;
import io.llmdevops.copilot.llm.openai.ChatCompletions.Flavour;
import io.llmdevops.copilot.llm.routing.Candidate;
import io.llmdevops.copilot.llm.routing.ProviderGate;
import io.llmdevops.copilot.llm.stream.Patience;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One provider of the configuration, and the models that it makes.
final class ConfiguredProvider implements AutoCloseable {
  /// Without a slash at the end, up to where each API's paths begin.
  private static final Map<ProviderType, String> URLS =
      Map.of(
          ProviderType.OPENAI, "https://api.openai.com/v1",
          ProviderType.ANTHROPIC, "https://api.anthropic.com",
          ProviderType.OLLAMA, "http://127.0.0.1:11434",
          ProviderType.GEMINI, "https://generativelanguage.googleapis.com");

  private final String name;
  private final LlmSettings.Provider settings;
  private final InstantSource time;
  private final ApiKey key;
  private final Patience patience;
  private final ProviderGate gate;
  private final Source source;

  /// How its models are made.
  private sealed interface Source {
    ChatModel model(ModelId id);

    String address();

    void close();
  }

  /// @throws IllegalArgumentException what is wrong with the settings
  ConfiguredProvider(String name, LlmSettings.Provider settings, InstantSource time) {
    this.name = name;
    this.settings = settings;
    this.time = time;
    this.key = key(settings);
    this.patience =
        new Patience(settings.firstTokenTimeout(), settings.stallTimeout(), settings.timeout());
    this.gate =
        new ProviderGate(
            name,
            new ProviderGate.Limits(
                settings.parallel(), settings.requestsPerMinute(), settings.placeTimeout()),
            new ProviderGate.Caution(settings.breakerFailures(), settings.breakerPause()),
            time);
    this.source = source();
  }

  private static ApiKey key(LlmSettings.Provider settings) {
    if (settings.apiKey().isPresent() && settings.apiKeyFile().isPresent()) {
      throw new IllegalArgumentException("set only one of api-key and api-key-file");
    }
    return settings
        .apiKey()
        .<ApiKey>map(ApiKey.Given::new)
        .or(() -> settings.apiKeyFile().map(file -> new ApiKey.InFile(Path.of(file))))
        .orElseGet(ApiKey.None::new);
  }

  private Source source() {
    return switch (settings.type()) {
      case OPENAI -> http(new ChatCompletions(Flavour.OPENAI), true);
      case AZURE_OPENAI -> http(new ChatCompletions(Flavour.AZURE), true);
      case OPENAI_COMPATIBLE -> http(new ChatCompletions(Flavour.COMPATIBLE), false);
      case ANTHROPIC -> http(new Messages(), true);
      case GEMINI -> http(new GenerateContent(), true);
      case OLLAMA -> http(new OllamaChat(), false);
      case BEDROCK -> new OfBedrock();
    };
  }

  private Source http(Dialect dialect, boolean needsKey) {
    if (needsKey && key instanceof ApiKey.None) {
      throw new IllegalArgumentException("needs a key: set api-key-file or api-key");
    }
    String url =
        settings
            .url()
            .or(() -> Optional.ofNullable(URLS.get(settings.type())))
            .orElseThrow(() ->
                new IllegalArgumentException("needs a url: the base of the API, see models.md"));
    return new OverHttp(new Endpoint(name, uri(url), key, settings.headers()), dialect);
  }

  private final class OverHttp implements Source {
    private final Endpoint endpoint;
    private final Dialect dialect;
    private final ModelHttp http = new ModelHttp(settings.connectTimeout());

    OverHttp(Endpoint endpoint, Dialect dialect) {
      this.endpoint = endpoint;
      this.dialect = dialect;
    }

    @Override
    public ChatModel model(ModelId id) {
      return new HttpChatModel(id, endpoint, dialect, patience, http, time);
    }

    @Override
    public String address() {
      return endpoint.shown();
    }

    @Override
    public void close() {
      http.close();
    }
  }

  private final class OfBedrock implements Source {
    private final String region =
        settings
            .region()
            .orElseThrow(() -> new IllegalArgumentException("needs a region, such as us-east-1"));
    private final BedrockAccess access =
        new BedrockAccess(
            region,
            settings.url().map(ConfiguredProvider::uri),
            key,
            settings.connectTimeout(),
            settings.parallel(),
            time);

    @Override
    public ChatModel model(ModelId id) {
      return new BedrockModel(id, patience, access);
    }

    @Override
    public String address() {
      return settings.url().orElse("bedrock-runtime." + region);
    }

    @Override
    public void close() {
      access.close();
    }
  }

  /// The parser's own message would show the text, and with it what somebody put there by mistake.
  private static URI uri(String text) {
    try {
      return new URI(text.strip().replaceAll("/+$", ""));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "url is not a URL: " + e.getReason() + " at position " + e.getIndex());
    }
  }

  /// @throws IllegalArgumentException what is wrong with the settings
  Candidate candidate(String model, LlmSettings.Model configured) {
    ModelId id =
        new ModelId(
            model,
            name,
            configured.model(),
            configured.maxOutputTokens(),
            configured.contextTokens(),
            configured.body().map(ConfiguredProvider::members).orElseGet(Json::object));
    return new Candidate(
        source.model(id),
        gate,
        price(configured),
        new Candidate.Labels(label(), configured.model()),
        new Candidate.Limits(configured.maxOutputTokens(), configured.images()));
  }

  private static ObjectNode members(String body) {
    if (!Json.isObject(body)) {
      throw new IllegalArgumentException("body is not a JSON object");
    }
    return Json.known(body);
  }

  static Price price(LlmSettings.Model configured) {
    double input = configured.priceInput().orElse(0);
    return new Price(
        input, configured.priceCachedInput().orElse(input), configured.priceOutput().orElse(0));
  }

  /// OpenTelemetry's well-known values of `gen_ai.provider.name`; `ollama` and gateways have none.
  private String label() {
    return switch (settings.type()) {
      case OPENAI -> "openai";
      case OPENAI_COMPATIBLE -> "openai_compatible";
      case AZURE_OPENAI -> "azure.ai.openai";
      case ANTHROPIC -> "anthropic";
      case OLLAMA -> "ollama";
      case GEMINI -> "gcp.gemini";
      case BEDROCK -> "aws.bedrock";
    };
  }

  ProviderGate gate() {
    return gate;
  }

  ModelInfo.ProviderState state() {
    return new ModelInfo.ProviderState(
        name,
        settings.type().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        source.address(),
        gate.state().label(),
        gate.inFlight(),
        settings.parallel());
  }

  @Override
  public void close() {
    source.close();
  }
}
