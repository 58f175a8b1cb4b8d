package io.llmdevops.copilot.incidents.watches;

import java.time.Instant;
import java.util.Set;

/// A watch as it stands in the database before a cycle.
///
/// @param openSeries keys of the series with an open signal
/// @param otherSeries number of series of all other watches
/// @param databaseTime what the clock of the database said when it was read
record LoadedWatch(
    String id,
    WatchDefinition definition,
    boolean enabled,
    Progress progress,
    Set<String> openSeries,
    long otherSeries,
    Instant databaseTime) {
  LoadedWatch {
    openSeries = Set.copyOf(openSeries);
  }

  /// @param liveFrom points before it are for learning only
  record Progress(Instant watermark, Instant liveFrom) {}
}
