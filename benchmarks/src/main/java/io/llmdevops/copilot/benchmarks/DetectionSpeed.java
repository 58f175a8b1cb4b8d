package io.llmdevops.copilot.benchmarks;

import io.llmdevops.copilot.benchmarks.nab.NabSeries;
import io.llmdevops.copilot.incidents.detection.SeriesDetector;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/// Speed and size of the whole chain with 1,000 series on one thread, their points interleaved
/// round-robin as a watch cycle does it. Each series replays one of the corpus from a place of its
/// own, over and over, at five-minute steps; warm-up and measurement are long enough for every
/// profile (day, week) to be in use. Speed is by CPU time of this thread.
final class DetectionSpeed {

  private static final int SERIES = 1_000;
  private static final int WARM_UP = 5_000;
  private static final int ROUNDS = 1_000;
  private static final int REPEATS = 3;
  private static final long STEP_MILLIS = 300_000;

  private final List<NabSeries> corpus;
  private final SeriesDetector[] detectors = new SeriesDetector[SERIES];
  private long findings;

  /// @param pointsPerSecond median of the repeats
  /// @param storedBytes mean size of the stored state
  /// @param heapBytes mean heap held by a detector
  record Figures(double pointsPerSecond, double storedBytes, double heapBytes, long findings) {}

  DetectionSpeed(List<NabSeries> corpus) {
    this.corpus = corpus;
  }

  Figures measure() throws IOException {
    long before = usedHeap();
    for (int i = 0; i < SERIES; i++) {
      detectors[i] = new SeriesDetector();
    }
    int round = play(0, WARM_UP);
    double heap = (double) (usedHeap() - before) / SERIES;
    double[] speeds = new double[REPEATS];
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      long start = cpuNanos();
      round = play(round, ROUNDS);
      speeds[repeat] = (double) SERIES * ROUNDS * 1e9 / (cpuNanos() - start);
    }
    Arrays.sort(speeds);
    return new Figures(speeds[REPEATS / 2], storedBytes(), heap, findings);
  }

  private int play(int from, int rounds) {
    for (int round = from; round < from + rounds; round++) {
      for (int i = 0; i < SERIES; i++) {
        NabSeries series = corpus.get(i % corpus.size());
        double value = series.value((i * 37 + round) % series.length());
        if (detectors[i].observe(round * STEP_MILLIS, value).fires()) {
          findings++;
        }
      }
    }
    return from + rounds;
  }

  private double storedBytes() throws IOException {
    long bytes = 0;
    for (SeriesDetector detector : detectors) {
      ByteArrayOutputStream state = new ByteArrayOutputStream();
      detector.writeTo(new DataOutputStream(state));
      bytes += state.size();
    }
    return (double) bytes / SERIES;
  }

  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      runtime.gc();
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
