package io.llmdevops.copilot.sources.recorded;

import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.memory.MemorySource;
import io.llmdevops.copilot.sources.memory.SeriesStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A recording that is being replayed: queries see the samples up to the clock's now and nothing of
/// what follows. Who wants it faster gives it a faster clock, such as [ReplayClock].
public final class RecordedSource {
  private static final int MAX_SERIES = 200_000;

  private RecordedSource() {}

  /// Begin and end of the recorded samples.
  public record Span(Instant begin, Instant end) {}

  /// Throws `BadRequest` when the file is not a recording.
  public static Span span(Path file) {
    long[] bounds = {Long.MAX_VALUE, Long.MIN_VALUE};
    Recording.read(
        file,
        series -> {
          if (series.size() > 0) {
            bounds[0] = Math.min(bounds[0], series.timestamps()[0]);
            bounds[1] = Math.max(bounds[1], series.timestamps()[series.size() - 1]);
          }
        });
    if (bounds[0] > bounds[1]) {
      throw new BadRequest("recording " + file + " holds no samples");
    }
    return new Span(Instant.ofEpochMilli(bounds[0]), Instant.ofEpochMilli(bounds[1]));
  }

  /// Samples keep the times at which they were recorded.
  public static MetricSource open(String name, Path file, InstantSource now) {
    return open(name, file, now, Duration.ZERO);
  }

  /// Moves all samples by `shift`, so that an old recording can be watched as if it happened now.
  public static MetricSource open(String name, Path file, InstantSource now, Duration shift) {
    SeriesStore store = new SeriesStore(MAX_SERIES);
    long by = shift.toMillis();
    Recording.read(
        file,
        series -> {
          for (int i = 0; i < series.size(); i++) {
            long time = series.timestamps()[i] + by;
            switch (store.append(series.labels(), time, series.values()[i])) {
              case STORED -> {}
              case NOT_NEWER ->
                  throw new BadRequest(
                      "recording " + file + ": " + series.labels() + " is not in order of time");
              case NO_ROOM ->
                  throw new BadRequest(
                      "recording " + file + " holds more than " + MAX_SERIES + " series");
            }
          }
        });
    return new MemorySource(name, store, now::millis, () -> Duration.ZERO);
  }
}
