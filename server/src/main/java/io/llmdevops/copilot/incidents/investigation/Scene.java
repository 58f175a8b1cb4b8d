package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.SignalKind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Everything that was measured, per service and channel, in a fixed order.
final class Scene {
  /// Of several series of one channel the mean time adds up and a quantile does not; otherwise the
  /// most unusual one speaks for the service.
  private static final Comparator<Deviation> SPEAKS_FIRST =
      Comparator.<Deviation, Boolean>comparing(
              d -> d.track().series.kind() == SignalKind.LATENCY_MEAN)
          .thenComparingDouble(Deviation::effect)
          .thenComparing(d -> d.track().series.ref(), Comparator.reverseOrder());

  final List<String> services;
  final List<List<Track>> tracks;
  final IdentityHashMap<Track, Deviation> deviations = new IdentityHashMap<>();
  final BitSet silent = new BitSet();
  final BitSet newcomers = new BitSet();
  final Stretch underWay;
  private final Deviations compare;
  final double bar;
  final double symptomBar;
  final int symptom;
  final @Nullable Channel symptomChannel;
  private final Map<Channel, @Nullable Deviation[]> speaking = new EnumMap<>(Channel.class);

  Scene(Collection<ServiceSeries> series, IncidentWindow window, @Nullable Symptom noticed) {
    Grid grid = Grid.over(window, series);
    TreeMap<String, List<Track>> byService = new TreeMap<>();
    series.stream()
        .sorted(Comparator.comparing(ServiceSeries::ref))
        .forEach(s ->
            byService
                .computeIfAbsent(s.service(), name -> new ArrayList<>())
                .add(new Track(s, grid)));
    services = List.copyOf(byService.keySet());
    tracks = List.copyOf(byService.values());
    List<Track> all = tracks.stream().flatMap(List::stream).toList();
    Volumes volumes = new Volumes(all, grid);
    compare = new Deviations(grid, volumes, new Noise(all, volumes), (int) comparable(all));
    bar = compare.bar;
    symptomBar = compare.symptomBar();
    symptom = noticed == null ? -1 : services.indexOf(noticed.service());
    symptomChannel = symptom < 0 || noticed == null ? null : Channel.of(noticed.kind());
    if (symptom >= 0 && noticed != null) {
      tracks.get(symptom).stream()
          .filter(t -> t.channel == symptomChannel)
          .max(Comparator.comparing(t -> t.series.kind() == noticed.kind()))
          .ifPresent(compare::focusOn);
    }
    underWay = compare.underWay();
    for (Channel channel : Channel.values()) {
      speaking.put(channel, new Deviation[services.size()]);
    }
    for (int i = 0; i < services.size(); i++) {
      measure(i, volumes, grid);
    }
  }

  /// How many questions are asked at once: one of each service and channel.
  private static long comparable(List<Track> tracks) {
    return tracks.stream()
        .filter(t -> t.hasReference() && t.reportsDuring())
        .map(t -> t.channel + " " + t.series.service())
        .distinct()
        .count();
  }

  /// Whether a time is in a step in which the symptom shows.
  boolean counts(long epochMillis) {
    return compare.counts(epochMillis);
  }

  private void measure(int service, Volumes volumes, Grid grid) {
    for (Track track : tracks.get(service)) {
      Deviation deviation =
          compare.of(track, service == symptom && track.channel == symptomChannel);
      if (deviation != null) {
        deviations.put(track, deviation);
        @Nullable Deviation[] row = row(track.channel);
        @Nullable Deviation now = row[service];
        if (now == null || SPEAKS_FIRST.compare(deviation, now) > 0) {
          row[service] = deviation;
        }
      }
    }
    boolean known = tracks.get(service).stream().anyMatch(Track::hasReference);
    silent.set(service, known && grid.during() > 1 && isGone(tracks.get(service)));
    newcomers.set(service, !known || volumes.unasked(services.get(service)));
  }

  /// Nothing is heard of the service any more. What counts its instances goes on to report, with
  /// zero, and so may the node or the cluster that it ran on.
  private boolean isGone(List<Track> tracks) {
    List<Track> before = tracks.stream().filter(Track::hasReference).toList();
    boolean down = before.stream().anyMatch(track -> track.wentDown(underWay));
    return before.stream()
        .filter(track -> !track.wentDown(underWay))
        .filter(track -> !down || track.channel != Channel.RESOURCE)
        .allMatch(track -> track.fellSilent(underWay));
  }

  @Nullable Deviation[] row(Channel channel) {
    @Nullable Deviation[] row = speaking.get(channel);
    if (row == null) {
      throw new IllegalStateException("no row for " + channel);
    }
    return row;
  }

  @Nullable Deviation deviation(int service, Channel channel) {
    return row(channel)[service];
  }

  double rarity(int service, Channel channel) {
    Deviation deviation = deviation(service, channel);
    return deviation == null ? 0 : deviation.rarity();
  }

  double effect(int service, Channel channel) {
    Deviation deviation = deviation(service, channel);
    return deviation == null ? 0 : deviation.effect();
  }
}
