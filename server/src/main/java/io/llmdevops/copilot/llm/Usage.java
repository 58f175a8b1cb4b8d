package io.llmdevops.copilot.llm;

/// Tokens of one call, as the provider counts them.
///
/// @param input all of the request, those in the provider's cache included
/// @param cachedInput the part of `input` that the provider had in its cache
/// @param output all of the answer, reasoning included
/// @param reasoning the part of `output` that was reasoning, where the provider tells
public record Usage(long input, long cachedInput, long output, long reasoning) {
  public static final Usage NONE = new Usage(0, 0, 0, 0);

  public Usage {
    if (input < 0 || cachedInput < 0 || output < 0 || reasoning < 0) {
      throw new IllegalArgumentException(
          "tokens are not negative: %d %d %d %d".formatted(input, cachedInput, output, reasoning));
    }
  }

  /// Providers report what they like; a negative or missing count is none.
  public static Usage reported(long input, long cachedInput, long output, long reasoning) {
    return new Usage(
        Math.max(0, input), Math.max(0, cachedInput), Math.max(0, output), Math.max(0, reasoning));
  }

  public long total() {
    return input + output;
  }

  public Usage plus(Usage other) {
    return new Usage(
        input + other.input,
        cachedInput + other.cachedInput,
        output + other.output,
        reasoning + other.reasoning);
  }
}
