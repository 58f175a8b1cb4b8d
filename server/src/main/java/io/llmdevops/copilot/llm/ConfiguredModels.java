package io.llmdevops.copilot.llm;

import io.llmdevops.copilot.llm.masking.Mask;
import io.llmdevops.copilot.llm.masking.MaskedModel;
import io.llmdevops.copilot.llm.masking.Masking;
import io.llmdevops.copilot.llm.routing.Candidate;
import io.llmdevops.copilot.llm.routing.RoutedModel;
import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.platform.config.NearestName;
import io.llmdevops.copilot.platform.telemetry.Meters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Builds what the configuration asks for. Problems name the key; no provider is asked, and nothing
/// of a provider's client is loaded, before the first call.
public final class ConfiguredModels {
  static final String PREFIX = "copilot.llm.";
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private static final int MASK_KEY_BYTES = 32;

  private final LlmSettings settings;
  private final MaskingSettings masking;
  private final Meters meters;
  private final InstantSource time;
  private final RandomGenerator random;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, ConfiguredProvider> providers = new TreeMap<>();
  private final Map<String, Candidate> candidates = new TreeMap<>();

  private ConfiguredModels(
      LlmSettings settings,
      MaskingSettings masking,
      Meters meters,
      InstantSource time,
      RandomGenerator random) {
    this.settings = settings;
    this.masking = masking;
    this.meters = meters;
    this.time = time;
    this.random = random;
  }

  /// Throws [ConfigurationError] with every problem at once.
  ///
  /// @param masking what no model may see, whichever is asked
  /// @param random spreads retries and makes the key of placeholders, so it is to be one that
  ///   nobody can foretell
  public static Models open(
      LlmSettings settings,
      MaskingSettings masking,
      Meters meters,
      InstantSource time,
      RandomGenerator random) {
    return new ConfiguredModels(settings, masking, meters, time, random).open();
  }

  private Models open() {
    settings
        .providers()
        .forEach((name, provider) ->
            attempt(
                "providers." + name,
                () -> providers.put(name, new ConfiguredProvider(name, provider, time))));
    settings
        .models()
        .forEach((name, model) ->
            attempt("models." + name, () -> candidates.put(name, candidate(name, model))));
    settings.model().ifPresent(name -> requireModel("model", name));
    fallbacks().forEach(name -> requireModel("fallbacks", name));
    if (settings.turnMaxCost() <= 0) {
      problems.add(PREFIX + "turn-max-cost: must be more than 0");
    }
    Optional<Masking> rules = rules();
    if (!problems.isEmpty()) {
      close();
      throw new ConfigurationError(problems);
    }
    Function<ChatRequest, Mask> masks = masks(rules.orElseThrow());
    Map<String, ChatModel> byName = new TreeMap<>();
    Map<String, ChatModel> alone = new TreeMap<>();
    candidates.forEach((name, candidate) -> {
      byName.put(name, new MaskedModel(routed(candidate), masks));
      alone.put(name, new MaskedModel(routed(List.of(candidate), 0), masks));
    });
    providers.values().forEach(provider -> provider.gate().measure(meters));
    return new Models(byName, alone, standard(), this::infos, this::budget, this::close);
  }

  private Optional<Masking> rules() {
    try {
      return Optional.of(Masking.of(masking));
    } catch (ConfigurationError e) {
      problems.addAll(e.problems());
      return Optional.empty();
    }
  }

  /// Placeholders are the same within this process. There are no conversations yet that would need
  /// them to be the same for longer.
  private Function<ChatRequest, Mask> masks(Masking rules) {
    byte[] key = new byte[MASK_KEY_BYTES];
    random.nextBytes(key);
    return request -> new Mask(rules, key);
  }

  private void attempt(String key, Runnable make) {
    try {
      make.run();
    } catch (IllegalArgumentException e) {
      problems.add(PREFIX + key + ": " + e.getMessage());
    }
  }

  private Candidate candidate(String name, LlmSettings.Model model) {
    ConfiguredProvider provider = providers.get(model.provider());
    if (provider == null) {
      throw new IllegalArgumentException(
          "there is no provider \"%s\" (copilot.llm.providers.%s.type)%s"
              .formatted(
                  model.provider(),
                  model.provider(),
                  near(model.provider(), settings.providers())));
    }
    return provider.candidate(name, model);
  }

  private void requireModel(String key, String name) {
    if (!settings.models().containsKey(name)) {
      problems.add(
          "%s%s: there is no model \"%s\"%s"
              .formatted(PREFIX, key, name, near(name, settings.models())));
    }
  }

  private static String near(String name, Map<String, ?> known) {
    return NearestName.to(name, known.keySet())
        .map(near -> "; did you mean " + near + "?")
        .orElse("");
  }

  private List<String> fallbacks() {
    return settings.fallbacks().orElse(List.of());
  }

  private Optional<String> standard() {
    return settings.model().or(() -> candidates.keySet().stream().findFirst());
  }

  private RoutedModel routed(Candidate first) {
    List<Candidate> chain = new ArrayList<>(List.of(first));
    fallbacks().stream()
        .filter(name -> !name.equals(first.name()))
        .map(candidates::get)
        .forEach(chain::add);
    return routed(chain, settings.retries());
  }

  private RoutedModel routed(List<Candidate> chain, int retries) {
    var policy = new RoutedModel.Policy(retries, settings.retryWithin(), FIRST_PAUSE);
    return new RoutedModel(chain, policy, meters, time, random);
  }

  private TurnBudget budget() {
    return new TurnBudget(settings.turnMaxTokens(), settings.turnMaxCost());
  }

  private List<ModelInfo> infos() {
    return new TreeMap<>(settings.models())
        .entrySet().stream().map(model -> info(model.getKey(), model.getValue())).toList();
  }

  private ModelInfo info(String name, LlmSettings.Model model) {
    int place = fallbacks().indexOf(name);
    return new ModelInfo(
        name,
        standard().filter(name::equals).isPresent(),
        place < 0 ? OptionalInt.empty() : OptionalInt.of(place + 1),
        model.model(),
        new ModelInfo.Limits(model.maxOutputTokens(), model.contextTokens(), model.images()),
        model.priceInput().isPresent() || model.priceOutput().isPresent()
            ? Optional.of(ConfiguredProvider.price(model))
            : Optional.empty(),
        Objects.requireNonNull(providers.get(model.provider())).state());
  }

  private void close() {
    providers.values().forEach(ConfiguredProvider::close);
  }
}
