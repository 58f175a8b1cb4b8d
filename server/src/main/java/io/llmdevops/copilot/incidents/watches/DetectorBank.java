package io.llmdevops.copilot.incidents.watches;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;

/// The memories of all series of one watch. Not for use by two threads at once.
final class DetectorBank {
  private static final Logger LOG = Logger.getLogger(DetectorBank.class);
  private static final int SERIES_PER_SHARD = 256;

  private final SeriesMemory.Origin origin;
  private final ShardCodec codec;
  private final TreeMap<String, TrackedSeries> series = new TreeMap<>();

  DetectorBank(SeriesMemory.Origin origin) {
    this.origin = origin;
    this.codec = new ShardCodec(origin);
  }

  /// A damaged shard costs its series their memory (they warm up again), never the watch its cycle.
  ///
  /// @param watch for the log
  /// @return how many shards were given up
  int load(String watch, List<Shard> shards) {
    int lost = 0;
    for (Shard shard : shards) {
      try {
        series.putAll(codec.read(shard));
      } catch (IOException | RuntimeException e) {
        lost++;
        LOG.warnf(
            "state of %d series of watch %s cannot be read (%s); they start to learn again",
            shard.series(), watch, e.getMessage());
      }
    }
    return lost;
  }

  /// The memory of a series, made if there is room for one more.
  Optional<TrackedSeries> track(String key, int limit) {
    TrackedSeries known = series.get(key);
    if (known != null) {
      return Optional.of(known);
    }
    if (series.size() >= limit) {
      return Optional.empty();
    }
    TrackedSeries fresh = new TrackedSeries(origin.create(), Long.MIN_VALUE, false);
    series.put(key, fresh);
    return Optional.of(fresh);
  }

  /// When the series had its last point; empty if it is not known.
  Optional<Long> lastPoint(String key) {
    return Optional.ofNullable(series.get(key)).map(TrackedSeries::lastPoint);
  }

  /// Drops what had no point since; how many that were.
  int forgetBefore(long epochMillis) {
    int before = series.size();
    series.values().removeIf(tracked -> tracked.lastPoint() < epochMillis);
    return before - series.size();
  }

  int size() {
    return series.size();
  }

  List<Shard> shards() {
    List<Map.Entry<String, TrackedSeries>> all = new ArrayList<>(series.entrySet());
    List<Shard> shards = new ArrayList<>();
    for (int from = 0; from < all.size(); from += SERIES_PER_SHARD) {
      int to = Math.min(all.size(), from + SERIES_PER_SHARD);
      shards.add(codec.write(shards.size(), all.subList(from, to)));
    }
    return shards;
  }
}
