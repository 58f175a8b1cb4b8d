package io.llmdevops.copilot.incidents.investigation;

/// Steps of an incident, the end not included.
record Stretch(int from, int end) {
  Stretch {
    if (from < 0 || end <= from) {
      throw new IllegalArgumentException("no steps from %d to %d".formatted(from, end));
    }
  }
}
