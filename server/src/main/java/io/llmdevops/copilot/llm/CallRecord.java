package io.llmdevops.copilot.llm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The books of one call: who answered, what it used and cost, and what was tried.
///
/// @param asked the model that the caller asked for
/// @param answered the model that answered, or was the last to fail; another than `asked` after a
///   fallback; empty when none was asked at all (budget spent)
/// @param began when the caller asked
/// @param took until the end
/// @param firstToken from asking to the first text, reasoning or tool call, over all attempts
/// @param usage of all attempts together; what a broken attempt used is known only where the
///   provider told before it broke
/// @param cost in the currency of the configured prices; 0 without prices
/// @param attempts in order, the last one the one that ended the call
public record CallRecord(
    String asked,
    Optional<String> answered,
    Instant began,
    Duration took,
    Optional<Duration> firstToken,
    Usage usage,
    double cost,
    List<Attempt> attempts) {

  public CallRecord {
    attempts = List.copyOf(attempts);
  }

  /// One request to one provider.
  ///
  /// @param outcome `ok` or the label of a [ChatFailure.Kind]
  public record Attempt(String model, String outcome) {}

  public boolean fellBack() {
    return answered.filter(name -> !name.equals(asked)).isPresent();
  }
}
