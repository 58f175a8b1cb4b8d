package io.llmdevops.copilot.incidents;

import java.util.List;
import java.util.Optional;

/// A slice of a list. `next` is the opaque cursor of the following slice; absent on the last.
public record Page<T>(List<T> items, Optional<String> next) {
  public Page {
    items = List.copyOf(items);
  }
}
