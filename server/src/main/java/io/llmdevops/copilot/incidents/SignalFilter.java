package io.llmdevops.copilot.incidents;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which signals a list shows; null admits all.
///
/// @param open true for those that last, false for those that ended
/// @param since only those that fired at that time or later
public record SignalFilter(
    @Nullable String service,
    @Nullable SignalKind kind,
    @Nullable Boolean open,
    @Nullable Instant since,
    @Nullable String watch) {
  public static final SignalFilter ALL = new SignalFilter(null, null, null, null, null);
}
