package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.TimeSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a watch would have said of recorded series, interval by interval, with the detectors and
/// the rules of the running loop and without its database. For measurements and for trying rules on
/// the past.
public final class SignalReplay {
  /// More than anything recorded has.
  private static final WatchSettings.Limits LIMITS =
      new WatchSettings.Limits(100_000, 100_000, 100_000);

  private static final Duration ANY = Duration.ofHours(1);

  private final WatchDefinition watch;
  private final SignalRules rules;
  private final DetectorBank bank = new DetectorBank(DetectedSeries.ORIGIN);
  private final IdSource ids;
  private final Instant liveFrom;
  private final Map<String, Signal> open = new HashMap<>();
  private final Map<String, Signal> last = new HashMap<>();

  /// @param serviceLabel the label that names the service
  /// @param step the interval of the series
  /// @param liveFrom what lies before is only learned from
  public SignalReplay(
      SignalKind kind, String serviceLabel, Duration step, Instant liveFrom, IdSource ids) {
    MetricQuery query = new MetricQuery.PromQl("recorded " + kind);
    this.watch =
        new WatchDefinition(
            "replay of " + kind,
            WatchDefinition.Origin.CONFIGURED,
            WatchDefinition.Measure.of(kind),
            new WatchDefinition.Queries("recorded", query, null, serviceLabel),
            step);
    WatchSettings settings =
        new WatchSettings(
            new WatchSettings.Cycle(step, step, ANY, 1, ANY, ANY, ANY, ANY),
            LIMITS,
            WatchSettings.FLOORS);
    this.rules = new SignalRules(watch, settings, step);
    this.ids = ids;
    this.liveFrom = liveFrom;
  }

  /// The signals that the interval ending at `to` changed, as they stand then.
  ///
  /// @param traffic requests a second, by the same labels
  public List<Signal> advance(List<TimeSeries> values, List<TimeSeries> traffic, Instant to) {
    Span span = new Span(to.minus(watch.interval()), to, false);
    LoadedWatch loaded =
        new LoadedWatch(
            watch.id(),
            watch,
            true,
            new LoadedWatch.Progress(span.from(), liveFrom),
            Set.copyOf(open.keySet()),
            0,
            to);
    SpanReader reader = new SpanReader(loaded, span, bank, rules, ids);
    reader.read(values, traffic, LIMITS);
    List<Signal> changed = new ArrayList<>();
    for (SignalChange change : reader.result(List.of(), null).changes()) {
      changed.add(apply(change));
    }
    return changed;
  }

  private Signal apply(SignalChange change) {
    return switch (change) {
      case SignalChange.Opened(Signal signal) -> opened(signal);
      case SignalChange.Reopened(Signal signal) -> opened(continued(signal));
      case SignalChange.Worsened(String series, Signal.Measure measure) ->
          opened(with(known(series), null, measure));
      case SignalChange.Closed(String series, Instant at) -> {
        Signal ended = with(known(series), at, known(series).deviation().measure());
        open.remove(series);
        last.put(series, ended);
        yield ended;
      }
    };
  }

  /// As the store does it: one that ended within the hour goes on, an older one is left as it is.
  private Signal continued(Signal signal) {
    @Nullable Signal before = last.get(signal.origin().seriesKey());
    @Nullable Instant ended = before == null ? null : before.deviation().endedAt();
    return before != null && ended != null && ended.isAfter(signal.deviation().firedAt().minus(ANY))
        ? with(before, null, before.deviation().measure())
        : signal;
  }

  private Signal opened(Signal signal) {
    open.put(signal.origin().seriesKey(), signal);
    return signal;
  }

  private Signal known(String series) {
    @Nullable Signal signal = open.get(series);
    if (signal == null) {
      throw new IllegalStateException("no signal of " + series + " is open");
    }
    return signal;
  }

  private static Signal with(Signal signal, @Nullable Instant ended, Signal.Measure measure) {
    Signal.Deviation before = signal.deviation();
    return new Signal(
        signal.id(),
        signal.origin(),
        new Signal.Deviation(before.onset(), before.firedAt(), ended, before.direction(), measure),
        null);
  }
}
