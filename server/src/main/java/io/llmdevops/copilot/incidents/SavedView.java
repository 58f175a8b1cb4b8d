package io.llmdevops.copilot.incidents;

import java.time.Instant;
import java.util.UUID;

/// A list of incidents that someone wants to see again: `query` is the query string of the list
/// page. Each owner has their own names.
public record SavedView(UUID id, String owner, String name, String query, Instant createdAt) {
  public SavedView {
    if (name.isBlank() || name.length() > 100) {
      throw new IllegalArgumentException("a view's name has 1 to 100 characters: '" + name + "'");
    }
    if (query.length() > 2_000) {
      throw new IllegalArgumentException("a view's query has at most 2,000 characters");
    }
  }
}
