package io.llmdevops.copilot.llm;

import io.llmdevops.copilot.platform.errors.CopilotException.NotFound;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// The configured models. There may be none: everything works without, with less language.
public final class Models implements AutoCloseable {
  private final Map<String, ChatModel> byName;
  private final Optional<String> standard;
  private final Supplier<List<ModelInfo>> states;
  private final Supplier<TurnBudget> budgets;
  private final Runnable closing;

  /// @param standard name of the model that is asked when nobody names one
  Models(
      Map<String, ChatModel> byName,
      Optional<String> standard,
      Supplier<List<ModelInfo>> states,
      Supplier<TurnBudget> budgets,
      Runnable closing) {
    this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
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
