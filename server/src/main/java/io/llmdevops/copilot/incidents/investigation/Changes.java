package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.investigation.SeriesChange.Direction;
import io.llmdevops.copilot.sources.TimeSeries;
import java.time.Instant;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Puts a track's change into the words of a page: medians in its own unit, and when it began.
final class Changes {
  private final Scene scene;
  private final IncidentWindow window;

  Changes(Scene scene, IncidentWindow window) {
    this.scene = scene;
    this.window = window;
  }

  double effect(Track track) {
    Deviation deviation = scene.deviations.get(track);
    return deviation == null ? 0 : deviation.effect();
  }

  SeriesChange of(Track track) {
    ServiceSeries series = track.series;
    long from = window.from().toEpochMilli();
    long to = window.to().toEpochMilli();
    @Nullable Instant onset = Onset.of(series.samples(), window);
    long changed = onset == null ? from : Math.max(from, onset.toEpochMilli());
    @Nullable Double before =
        median(Onset.within(series.samples(), window.referenceFrom().toEpochMilli(), from));
    @Nullable Double during = median(whileItShows(series.samples(), changed, to));
    boolean vanished = before != null && (during == null || track.fellSilent(scene.underWay));
    Direction direction;
    if (vanished) {
      direction = Direction.VANISHED;
    } else if (before == null || during == null) {
      direction = Direction.APPEARED;
    } else {
      direction = during >= before ? Direction.UP : Direction.DOWN;
    }
    return new SeriesChange(
        series.ref(),
        series.kind(),
        series.metric(),
        direction,
        before,
        vanished ? null : during,
        effect(track),
        vanished ? lastSample(series, to) : onset);
  }

  /// Samples of the steps in which the symptom shows, or all if none of this series falls there.
  private double[] whileItShows(TimeSeries samples, long from, long to) {
    double[] shown =
        IntStream.range(0, samples.size())
            .filter(i -> samples.timestamps()[i] >= from && samples.timestamps()[i] < to)
            .filter(i -> scene.counts(samples.timestamps()[i]))
            .mapToDouble(i -> samples.values()[i])
            .filter(Double::isFinite)
            .toArray();
    return shown.length > 0 ? shown : Onset.within(samples, from, to);
  }

  /// The figures shown point the way that the evidence does: a short spike can lift the effect, yet
  /// leave the median where it was.
  static boolean isConsistent(SeriesChange change) {
    boolean badIsDown = change.kind().badness() == SignalKind.Badness.DOWN;
    return switch (change.direction()) {
      case UP -> change.effect() > 0 != badIsDown || eitherWay(change);
      case DOWN -> change.effect() > 0 == badIsDown || eitherWay(change);
      case VANISHED, APPEARED -> true;
    };
  }

  private static boolean eitherWay(SeriesChange change) {
    return change.kind().badness() == SignalKind.Badness.EITHER;
  }

  /// A series that fell silent changed when it was last heard of.
  private static @Nullable Instant lastSample(ServiceSeries series, long to) {
    for (int i = series.samples().size() - 1; i >= 0; i--) {
      if (series.samples().timestamps()[i] < to && Double.isFinite(series.samples().values()[i])) {
        return Instant.ofEpochMilli(series.samples().timestamps()[i]);
      }
    }
    return null;
  }

  private static @Nullable Double median(double[] values) {
    double median = RobustStatistics.median(values);
    return Double.isFinite(median) ? median : null;
  }
}
