package io.llmdevops.copilot.incidents.watches;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// What is remembered of one series to judge its next point. Strictly online: a reading depends on
/// this point and earlier ones only, and equal memories give equal readings, on whatever pod.
interface SeriesMemory {
  /// @param value finite
  Reading observe(long epochMillis, double value);

  void writeTo(DataOutput out) throws IOException;

  /// Makes memories: empty, or as they were written.
  interface Origin {
    SeriesMemory create();

    /// Throws an IOException or a RuntimeException for bytes that no memory wrote.
    SeriesMemory read(DataInput in) throws IOException;
  }
}
