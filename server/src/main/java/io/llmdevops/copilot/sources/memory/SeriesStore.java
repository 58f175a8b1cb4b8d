package io.llmdevops.copilot.sources.memory;

import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.Matcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// Series by metric name and labels, at most `maxSeries` of them. Times are epoch milliseconds.
/// Safe for use by many threads.
public final class SeriesStore {
  static final String NAME = "__name__";

  private final int maxSeries;
  private final Map<String, Map<Labels, SampleRing>> metrics = new ConcurrentHashMap<>();
  private final AtomicInteger size = new AtomicInteger();

  /// Many append at once; forgetting is alone, so that no sample goes to a series that is leaving.
  private final ReadWriteLock leaving = new ReentrantReadWriteLock();

  public SeriesStore(int maxSeries) {
    this.maxSeries = maxSeries;
  }

  /// What became of a sample.
  public enum Outcome {
    STORED,
    /// Not newer than the newest of its series.
    NOT_NEWER,
    /// It would have begun one series too many.
    NO_ROOM
  }

  /// `labels` hold the metric's name as `__name__`.
  public Outcome append(Labels labels, long time, double value) {
    leaving.readLock().lock();
    try {
      Optional<SampleRing> ring = ring(labels);
      if (ring.isEmpty()) {
        return Outcome.NO_ROOM;
      }
      return ring.get().append(time, value) ? Outcome.STORED : Outcome.NOT_NEWER;
    } finally {
      leaving.readLock().unlock();
    }
  }

  /// Ends a series at `time`: queries after it see no value.
  public void end(Labels labels, long time) {
    SampleRing ring = metrics.getOrDefault(name(labels), Map.of()).get(labels);
    if (ring != null) {
      ring.append(time, Samples.STALE);
    }
  }

  private Optional<SampleRing> ring(Labels labels) {
    SampleRing known = metrics.getOrDefault(name(labels), Map.of()).get(labels);
    if (known != null) {
      return Optional.of(known);
    }
    if (size.get() >= maxSeries) {
      return Optional.empty();
    }
    return Optional.of(
        metrics
            .computeIfAbsent(name(labels), name -> new ConcurrentHashMap<>())
            .computeIfAbsent(
                labels,
                key -> {
                  size.incrementAndGet();
                  return new SampleRing(key);
                }));
  }

  private static String name(Labels labels) {
    return labels
        .get(NAME)
        .orElseThrow(() -> new IllegalArgumentException("a series without a name: " + labels));
  }

  public int size() {
    return size.get();
  }

  /// Forgets what is older than `time` (a chunk of samples at a time) and series without samples.
  public void forgetBefore(long time) {
    leaving.writeLock().lock();
    try {
      for (Map<Labels, SampleRing> ofMetric : metrics.values()) {
        ofMetric.values().removeIf(ring -> ring.forgetBefore(time));
      }
      metrics.values().removeIf(Map::isEmpty);
      size.set(metrics.values().stream().mapToInt(Map::size).sum());
    } finally {
      leaving.writeLock().unlock();
    }
  }

  Set<String> names(long fromExclusive, long toInclusive) {
    Set<String> names = new TreeSet<>();
    metrics.forEach((name, series) -> {
      if (series.values().stream().anyMatch(r -> r.overlaps(fromExclusive, toInclusive))) {
        names.add(name);
      }
    });
    return names;
  }

  List<Labels> labels(Collection<String> names, long fromExclusive, long toInclusive) {
    return names.stream()
        .distinct()
        .flatMap(name -> metrics.getOrDefault(name, Map.of()).values().stream())
        .filter(ring -> ring.overlaps(fromExclusive, toInclusive))
        .map(SampleRing::labels)
        .toList();
  }

  List<Samples> select(
      String metric, List<Matcher> matchers, long fromExclusive, long toInclusive) {
    LabelFilter filter = LabelFilter.of(matchers);
    List<Samples> found = new ArrayList<>();
    for (SampleRing ring : metrics.getOrDefault(metric, Map.of()).values()) {
      if (ring.overlaps(fromExclusive, toInclusive) && filter.test(ring.labels())) {
        found.add(ring.between(fromExclusive, toInclusive));
      }
    }
    return found;
  }
}
