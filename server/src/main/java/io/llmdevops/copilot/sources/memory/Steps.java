package io.llmdevops.copilot.sources.memory;

/// The moments at which a query is evaluated, in epoch milliseconds.
record Steps(long start, long step, int count) {
  long at(int i) {
    return start + i * step;
  }

  long end() {
    return at(count - 1);
  }
}
