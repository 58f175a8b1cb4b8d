package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.watches.WatchMeters.Drop;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.TimeSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Feeds the points of one span to the memories of its watch, and turns their readings into signals
/// that open and close.
final class SpanReader {
  private final LoadedWatch watch;
  private final Span span;
  private final DetectorBank bank;
  private final SignalRules rules;
  private final IdSource ids;
  private final Set<String> open;
  private final List<SignalChange> changes = new ArrayList<>();
  private final Map<Drop, Long> drops = new EnumMap<>(Drop.class);
  private int series;
  private int points;

  SpanReader(LoadedWatch watch, Span span, DetectorBank bank, SignalRules rules, IdSource ids) {
    this.watch = watch;
    this.span = span;
    this.bank = bank;
    this.rules = rules;
    this.ids = ids;
    this.open = new HashSet<>(watch.openSeries());
  }

  /// @param traffic requests a second, by the same labels; empty where the watch has none
  void read(List<TimeSeries> values, List<TimeSeries> traffic, WatchSettings.Limits limits) {
    Map<Labels, TimeSeries> requests = new HashMap<>();
    traffic.forEach(one -> requests.put(one.labels(), one));
    long room = limits.seriesInTotal() - watch.otherSeries();
    int most = Math.clamp(room, 0, limits.seriesPerWatch());
    for (TimeSeries one : values) {
      String key = one.labels().toString();
      if (key.length() > limits.labels()) {
        drop(Drop.LABEL_LIMIT, 1);
        continue;
      }
      Optional<TrackedSeries> tracked = bank.track(key, most);
      if (tracked.isEmpty()) {
        drop(Drop.SERIES_LIMIT, 1);
        continue;
      }
      series++;
      read(key, one, requests.get(one.labels()), tracked.get());
    }
  }

  private void read(
      String key, TimeSeries one, @Nullable TimeSeries requests, TrackedSeries tracked) {
    long from = span.from().toEpochMilli();
    long to = span.to().toEpochMilli();
    for (int i = 0; i < one.size(); i++) {
      long time = one.timestamps()[i];
      double observed = one.values()[i];
      if (time <= from || time > to) {
        drop(Drop.OUTSIDE_RANGE, 1);
      } else if (!Double.isFinite(observed)) {
        drop(Drop.NOT_FINITE, 1);
      } else {
        double perSecond = at(requests, time);
        points++;
        Reading reading = tracked.observe(time, rules.weighted(observed, perSecond));
        judge(key, one.labels(), tracked, new Point(time, observed, perSecond), reading);
      }
    }
  }

  private record Point(long time, double observed, double perSecond) {}

  private void judge(
      String key, Labels labels, TrackedSeries tracked, Point point, Reading reading) {
    Instant at = Instant.ofEpochMilli(point.time());
    if (reading.stage() == Reading.Stage.QUIET) {
      if (open.remove(key)) {
        changes.add(new SignalChange.Closed(key, at));
      }
    } else if (open.contains(key)) {
      if (reading.stage() == Reading.Stage.FOUND) {
        changes.add(new SignalChange.Worsened(key, shown(reading.measure(), point)));
      }
    } else if (!at.isBefore(watch.progress().liveFrom())
        && (tracked.finding() || reading.stage() == Reading.Stage.REPEATS)
        && rules.worth(reading, point.observed(), point.perSecond())) {
      // Not only at the first point: a finding may begin with too little traffic to tell, or
      // before the watch went live.
      Signal signal = signal(key, labels, at, point, reading);
      open.add(key);
      changes.add(
          tracked.finding() ? new SignalChange.Opened(signal) : new SignalChange.Reopened(signal));
    }
  }

  /// What was really there, not the weighted value that the detector judged; and no more of the
  /// expected range than can be: nobody expects a negative latency.
  private Signal.Measure shown(Signal.Measure seen, Point point) {
    SignalKind kind = watch.definition().measure().kind();
    return new Signal.Measure(
        seen.score(),
        seen.strength(),
        point.observed(),
        seen.expected(),
        Math.max(kind.least(), seen.lower()),
        Math.min(kind.most(), seen.upper()));
  }

  private Signal signal(String key, Labels labels, Instant at, Point point, Reading reading) {
    WatchDefinition definition = watch.definition();
    Signal.Measure seen = reading.measure();
    Instant onset = Instant.ofEpochMilli(Math.min(reading.onsetMillis(), point.time()));
    return new Signal(
        ids.next(),
        new Signal.Origin(
            watch.id(),
            key,
            service(labels),
            definition.measure().kind(),
            definition.measure().unit(),
            labels),
        new Signal.Deviation(onset, at, null, SignalRules.directionOf(seen), shown(seen, point)),
        null);
  }

  private String service(Labels labels) {
    String label = watch.definition().queries().serviceLabel();
    return (label == null ? Optional.<String>empty() : labels.get(label)).orElse("unknown");
  }

  /// Ends the signals of series that are gone: nothing more will be heard of them.
  void closeVanished(Duration after) {
    long before = span.to().minus(after).toEpochMilli();
    for (String key : List.copyOf(open)) {
      Optional<Long> last = bank.lastPoint(key);
      if (last.isEmpty() || last.get() < before) {
        open.remove(key);
        changes.add(
            new SignalChange.Closed(key, last.map(Instant::ofEpochMilli).orElse(span.to())));
      }
    }
  }

  CycleResult result(List<Shard> shards, @Nullable String note) {
    return new CycleResult(span, series, points, changes, shards, note);
  }

  Map<Drop, Long> drops() {
    return Map.copyOf(drops);
  }

  private void drop(Drop reason, long count) {
    drops.merge(reason, count, Long::sum);
  }

  private static double at(@Nullable TimeSeries requests, long time) {
    if (requests == null) {
      return Double.NaN;
    }
    int index = Arrays.binarySearch(requests.timestamps(), time);
    return index < 0 ? Double.NaN : requests.values()[index];
  }
}
