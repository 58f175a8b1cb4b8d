package io.llmdevops.copilot.llm;

/// Why a model stopped.
public enum StopReason {
  /// It has said what it wanted to.
  COMPLETE,
  /// It waits for the results of its tool calls.
  TOOL_CALLS,
  /// It reached the limit of output tokens, or the end of its context: the answer is cut off.
  LENGTH,
  /// The model declines.
  REFUSED,
  /// The provider's filter withheld the answer, or the rest of it.
  CONTENT_FILTER,
  /// A reason that is not known here.
  OTHER
}
