package io.llmdevops.copilot.llm.masking;

/// A stretch of a text that must not leave.
///
/// @param start index of its first character
/// @param end index after its last one
record Finding(int start, int end, Kind kind) {
  Finding {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException("no stretch of text: " + start + " to " + end);
    }
  }

  boolean overlaps(Finding other) {
    return start < other.end && other.start < end;
  }
}
