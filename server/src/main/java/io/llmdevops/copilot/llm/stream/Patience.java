package io.llmdevops.copilot.llm.stream;

import java.time.Duration;

/// How long an answer may take.
///
/// @param firstToken from asking to the first text, reasoning or tool call, whatever else comes
/// @param stall afterwards, the longest without a byte
/// @param whole from asking to the end
public record Patience(Duration firstToken, Duration stall, Duration whole) {
  public Patience {
    if (!firstToken.isPositive() || !stall.isPositive() || !whole.isPositive()) {
      throw new IllegalArgumentException(
          "times must be positive: " + firstToken + ", " + stall + ", " + whole);
    }
  }
}
