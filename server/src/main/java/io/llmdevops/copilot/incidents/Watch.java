package io.llmdevops.copilot.incidents;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One query that is asked again and again, and how that goes.
public record Watch(String id, String name, Asked asked, Progress progress) {

  /// @param origin `discovered` or `configured`
  /// @param query in the notation of the source
  public record Asked(
      String origin,
      String source,
      SignalKind kind,
      String unit,
      String query,
      Duration interval) {}

  /// @param enabled false when nothing asks for it any more
  /// @param series how many the last cycle saw
  /// @param watermark end of the last interval that was processed
  /// @param error why the last cycle failed, or what it had to leave out; null when all is well
  public record Progress(
      boolean enabled,
      int series,
      Instant watermark,
      @Nullable Instant lastCycleAt,
      @Nullable String error,
      @Nullable Instant errorAt) {}
}
