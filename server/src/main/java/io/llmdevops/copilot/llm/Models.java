package io.llmdevops.copilot.llm;

import io.llmdevops.copilot.platform.errors.CopilotException.NotFound;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/// The configured models. There may be none: everything works without, with less language.
public final class Models implements AutoCloseable {
  private final Map<String, ChatModel> byName;
  private final Map<String, ChatModel> alone;
  private final Optional<String> standard;
  private final Supplier<List<ModelInfo>> states;
  private final Supplier<TurnBudget> budgets;
  private final Runnable closing;

  /// @param alone the same models without retries and fallbacks
  /// @param standard name of the model that is asked when nobody names one
  Models(
      Map<String, ChatModel> byName,
      Map<String, ChatModel> alone,
      Optional<String> standard,
      Supplier<List<ModelInfo>> states,
      Supplier<TurnBudget> budgets,
      Runnable closing) {
    this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    this.alone = Map.copyOf(alone);
    this.standard = standard;
    this.states = states;
    this.budgets = budgets;
    this.closing = closing;
  }

  /// The one that is asked when nobody names one; empty when none is configured.
  public Optional<ChatModel> standard() {
    return standard.map(this::named);
  }

  /// Throws [NotFound] and names those that there are.
  public ChatModel named(String name) {
    ChatModel model = byName.get(name);
    if (model == null) {
      throw new NotFound(
          "no model is called '%s'; configured: %s"
              .formatted(name, byName.isEmpty() ? "none" : String.join(", ", byName.keySet())));
    }
    return model;
  }

  /// Asks this very model for one word, once, without a fallback. Throws [NotFound].
  public ModelProbe probe(String name) {
    String known = named(name).name();
    return ModelProbe.of(Objects.requireNonNull(alone.get(known)));
  }

  /// All of them, by name, as they are now.
  public List<ModelInfo> list() {
    return states.get();
  }

  /// For a new turn, as the configuration bounds them.
  public TurnBudget turnBudget() {
    return budgets.get();
  }

  @Override
  public void close() {
    closing.run();
  }
}
