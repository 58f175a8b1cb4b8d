package io.llmdevops.copilot.llm;

import java.util.Locale;
import java.util.Optional;

/// What one turn may spend, over all of its calls: a fence against loops, shared by the threads of
/// the turn. A call that begins within the budget may end a little beyond it: providers count the
/// request only when they answer.
public final class TurnBudget {
  private final long maxTokens;
  private final double maxCost;
  private long tokens;
  private double cost;

  /// @param maxTokens input and output together, at least 1
  /// @param maxCost in the currency of the configured prices, more than 0
  public TurnBudget(long maxTokens, double maxCost) {
    if (maxTokens < 1 || !(maxCost > 0)) {
      throw new IllegalArgumentException(
          "a budget of " + maxTokens + " tokens and " + maxCost + "; both must be positive");
    }
    this.maxTokens = maxTokens;
    this.maxCost = maxCost;
  }

  public synchronized void spend(Usage usage, double price) {
    tokens += usage.total();
    cost += price;
  }

  public synchronized long tokensLeft() {
    return Math.max(0, maxTokens - tokens);
  }

  public synchronized double costLeft() {
    return Math.max(0, maxCost - cost);
  }

  /// What forbids a request of about so many tokens, if anything.
  public synchronized Optional<String> objection(long inputTokens) {
    if (tokens + inputTokens >= maxTokens) {
      return Optional.of(
          "the turn's budget of %,d tokens is spent: %,d used, about %,d more asked for"
              .formatted(maxTokens, tokens, inputTokens));
    }
    return cost >= maxCost
        ? Optional.of(
            String.format(
                Locale.ROOT, "the turn's budget of %.4f is spent: %.4f used", maxCost, cost))
        : Optional.empty();
  }
}
