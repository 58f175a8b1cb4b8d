package io.llmdevops.copilot.llm;

/// What a million tokens cost, in any one currency.
///
/// @param cachedInput of those that the provider had in its cache
public record Price(double input, double cachedInput, double output) {
  public static final Price FREE = new Price(0, 0, 0);
  private static final double MILLION = 1_000_000;

  public Price {
    if (!(input >= 0 && cachedInput >= 0 && output >= 0)) {
      throw new IllegalArgumentException(
          "a price is not negative: %s %s %s".formatted(input, cachedInput, output));
    }
  }

  public double of(Usage usage) {
    long fresh = Math.max(0, usage.input() - usage.cachedInput());
    return (fresh * input + usage.cachedInput() * cachedInput + usage.output() * output) / MILLION;
  }
}
