package io.llmdevops.copilot.incidents.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/// Feeds made-up series to a detector and keeps the verdicts. The noise is seeded: a test sees the
/// same points each time.
final class Feed {

  static final long START = 1_760_000_400_000L;

  final List<Verdict> verdicts = new ArrayList<>();
  private final SeriesDetector detector;
  private final long intervalMillis;
  private final Random noise = new Random(42);
  private long now = START;

  Feed(SeriesDetector detector, long intervalMillis) {
    this.detector = detector;
    this.intervalMillis = intervalMillis;
  }

  static Feed everySeconds(int seconds) {
    return new Feed(new SeriesDetector(), seconds * 1000L);
  }

  /// Gaussian noise of the given standard deviation around a level.
  Feed noisy(int points, double level, double deviation) {
    return points(points, i -> level + deviation * noise.nextGaussian());
  }

  Feed points(int count, IntToDoubleFunction value) {
    for (int i = 0; i < count; i++) {
      verdicts.add(detector.observe(now, value.applyAsDouble(i)));
      now += intervalMillis;
    }
    return this;
  }

  Feed absent(int intervals) {
    now += intervals * intervalMillis;
    return this;
  }

  Feed setClock(long epochMillis) {
    now = epochMillis;
    return this;
  }

  long now() {
    return now;
  }

  double noise() {
    return noise.nextGaussian();
  }

  SeriesDetector detector() {
    return detector;
  }

  Verdict last() {
    return verdicts.getLast();
  }

  /// Verdicts of the last `points` points.
  List<Verdict> last(int points) {
    return verdicts.subList(verdicts.size() - points, verdicts.size());
  }

  static long findings(List<Verdict> verdicts) {
    return verdicts.stream().filter(Verdict::fires).count();
  }
}
