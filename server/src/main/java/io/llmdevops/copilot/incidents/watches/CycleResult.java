package io.llmdevops.copilot.incidents.watches;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one cycle found, to be committed as a whole.
///
/// @param note what was not as it should be though the span was done; null if nothing
record CycleResult(
    Span span,
    int series,
    int points,
    List<SignalChange> changes,
    List<Shard> shards,
    @Nullable String note) {
  CycleResult {
    changes = List.copyOf(changes);
    shards = List.copyOf(shards);
  }
}
