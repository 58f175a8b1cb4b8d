package io.llmdevops.copilot.sources.memory;

import io.llmdevops.copilot.sources.Labels;
import java.util.ArrayDeque;
import java.util.Arrays;

/// The samples of one series in chunks of primitive arrays, 12 bytes a sample. Safe for use by many
/// threads.
final class SampleRing {
  private static final int CHUNK = 120;
  private static final int FIRST = 8;

  private final Labels labels;
  private final ArrayDeque<Chunk> chunks = new ArrayDeque<>();
  private long last = Long.MIN_VALUE;

  SampleRing(Labels labels) {
    this.labels = labels;
  }

  Labels labels() {
    return labels;
  }

  /// False when the sample is not newer than the last one: it is dropped, as Prometheus does.
  synchronized boolean append(long time, double value) {
    if (time <= last) {
      return false;
    }
    Chunk chunk = chunks.peekLast();
    if (chunk == null || !chunk.takes(time)) {
      chunk = new Chunk(time);
      chunks.addLast(chunk);
    }
    chunk.append(time, value);
    last = time;
    return true;
  }

  synchronized boolean overlaps(long fromExclusive, long toInclusive) {
    return fromExclusive < toInclusive
        && chunks.stream().anyMatch(c -> c.after(toInclusive) > c.after(fromExclusive));
  }

  synchronized Samples between(long fromExclusive, long toInclusive) {
    int size = 0;
    for (Chunk chunk : chunks) {
      size += chunk.after(toInclusive) - chunk.after(fromExclusive);
    }
    long[] times = new long[size];
    double[] values = new double[size];
    int at = 0;
    for (Chunk chunk : chunks) {
      int from = chunk.after(fromExclusive);
      int length = chunk.after(toInclusive) - from;
      for (int i = 0; i < length; i++) {
        times[at + i] = chunk.base + chunk.offsets[from + i];
      }
      System.arraycopy(chunk.values, from, values, at, length);
      at += length;
    }
    return new Samples(labels, times, values);
  }

  /// Forgets whole chunks that ended before `time`; true when nothing is left.
  synchronized boolean forgetBefore(long time) {
    while (!chunks.isEmpty() && chunks.getFirst().end() < time) {
      chunks.removeFirst();
    }
    return chunks.isEmpty();
  }

  private static final class Chunk {
    private final long base;
    private int[] offsets = new int[FIRST];
    private double[] values = new double[FIRST];
    private int size;

    Chunk(long base) {
      this.base = base;
    }

    boolean takes(long time) {
      return size < CHUNK && time - base <= Integer.MAX_VALUE;
    }

    void append(long time, double value) {
      if (size == offsets.length) {
        int larger = Math.min(CHUNK, size * 4);
        offsets = Arrays.copyOf(offsets, larger);
        values = Arrays.copyOf(values, larger);
      }
      offsets[size] = (int) (time - base);
      values[size++] = value;
    }

    long end() {
      return base + offsets[size - 1];
    }

    /// The index of the first sample later than `time`.
    int after(long time) {
      if (time < base) {
        return 0;
      }
      if (time >= end()) {
        return size;
      }
      int found = Arrays.binarySearch(offsets, 0, size, (int) (time - base));
      return found >= 0 ? found + 1 : -found - 1;
    }
  }
}
