package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.watches.WatchMeters.Drop;
import io.llmdevops.copilot.incidents.watches.WatchMeters.Outcome;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/// Brings one watch up to date: asks its source for the next span, feeds the detectors and commits.
/// May be run by several pods at once; only one of them commits each span.
final class WatchCycle {
  private static final Logger LOG = Logger.getLogger(WatchCycle.class);
  private static final Duration SERIES_FORGOTTEN_AFTER = Duration.ofDays(1);
  private static final Duration VANISHED_AT_LEAST = Duration.ofMinutes(5);
  private static final int VANISHED_INTERVALS = 10;

  private final Map<String, MetricSource> sources;
  private final WatchStore watches;
  private final CycleStore cycles;
  private final SeriesMemory.Origin memories;
  private final IdSource ids;
  private final InstantSource time;
  private final WatchSettings settings;
  private final WatchMeters meters;
  private final List<SignalListener> listeners;

  /// Memories as of a watermark, so that the next cycle on this pod need not read them.
  private final Map<String, Cached> cache = new ConcurrentHashMap<>();

  private record Cached(DetectorBank bank, Instant watermark) {}

  WatchCycle(Parts parts, WatchSettings settings) {
    this.sources = parts.sources();
    this.watches = parts.watches();
    this.cycles = parts.cycles();
    this.memories = parts.memories();
    this.ids = parts.ids();
    this.time = parts.time();
    this.meters = parts.meters();
    this.listeners = parts.listeners();
    this.settings = settings;
  }

  /// What a cycle works with.
  record Parts(
      Map<String, MetricSource> sources,
      WatchStore watches,
      CycleStore cycles,
      SeriesMemory.Origin memories,
      IdSource ids,
      InstantSource time,
      WatchMeters meters,
      List<SignalListener> listeners) {
    Parts {
      sources = Map.copyOf(sources);
      listeners = List.copyOf(listeners);
    }
  }

  /// Does the next span, if one is complete. Says when to come back; empty when the watch is gone.
  Optional<Instant> run(String id) {
    Optional<LoadedWatch> found = watches.load(id).filter(LoadedWatch::enabled);
    if (found.isEmpty()) {
      cache.remove(id);
      return Optional.empty();
    }
    LoadedWatch watch = found.get();
    try {
      return Optional.of(run(watch));
    } catch (CopilotException e) {
      meters.cycle(Outcome.FAILED);
      watches.fail(id, e.getMessage(), time.instant());
      throw e;
    }
  }

  private Instant run(LoadedWatch watch) {
    Instant now = time.instant();
    checkClock(watch, now);
    WatchSettings.Cycle timing = settings.cycle();
    Duration interval = watch.definition().interval();
    Duration lag = timing.lagFor(watch.definition());
    Instant watermark = watch.progress().watermark();
    Optional<Span> next =
        Span.next(watermark, now, interval, lag, timing.mostIntervals(), timing.catchUp());
    if (next.isEmpty()) {
      meters.cycle(Outcome.IDLE);
      return watermark.plus(interval).plus(lag);
    }
    Span done = next.get().skipped() ? skip(watch, next.get(), now) : process(watch, next.get());
    return done.to().plus(interval).plus(lag);
  }

  /// A pod whose clock is hours ahead would carry the watermark there, and all others would wait.
  private void checkClock(LoadedWatch watch, Instant now) {
    Duration off = Duration.between(watch.databaseTime(), now).abs();
    if (off.compareTo(settings.cycle().clockTolerance()) > 0) {
      throw new CopilotException.Unavailable(
          "the clock of this pod (%s) is %d s off the database's (%s); set it by NTP"
              .formatted(now, off.toSeconds(), watch.databaseTime()),
          Duration.ofMinutes(1),
          null);
    }
  }

  private Span skip(LoadedWatch watch, Span span, Instant now) {
    long intervals = span.intervals(watch.definition().interval());
    String note =
        "%d intervals from %s to %s were skipped: further back than %s"
            .formatted(intervals, span.from(), span.to(), settings.cycle().catchUp());
    LOG.warnf("watch %s: %s", watch.definition().name(), note);
    cache.remove(watch.id());
    CycleResult result = new CycleResult(span, 0, 0, List.of(), List.of(), note);
    if (cycles.commit(watch, result, now)) {
      meters.cycle(Outcome.SKIPPED);
      meters.dropped(Drop.SKIPPED_INTERVAL, intervals);
    } else {
      meters.cycle(Outcome.OVERTAKEN);
    }
    return span;
  }

  private Span process(LoadedWatch watch, Span wanted) {
    WatchDefinition definition = watch.definition();
    MetricSource source = sources.get(definition.queries().source());
    if (source == null) {
      throw new CopilotException.Unavailable(
          "no metrics source is named '%s'; configured are %s"
              .formatted(definition.queries().source(), sources.keySet()),
          Duration.ofMinutes(1),
          null);
    }
    Span span = wanted;
    SourceAnswers answers;
    while (true) {
      try {
        answers = SourceAnswers.ask(source, definition, span, settings.cycle().deadline());
        break;
      } catch (CopilotException.TooLarge e) {
        span = span.half(definition.interval()).orElseThrow(() -> e);
      }
    }
    Optional<String> note = answers.incomplete();
    boolean patient =
        span.to().plus(settings.cycle().patience()).isAfter(time.instant()) && note.isPresent();
    if (patient) {
      throw new CopilotException.Unavailable(
          "the source says that its answer is incomplete: " + note.get(),
          Duration.ofSeconds(5),
          null);
    }
    commit(watch, span, answers, note);
    return span;
  }

  private void commit(LoadedWatch watch, Span span, SourceAnswers answers, Optional<String> note) {
    DetectorBank bank = bank(watch);
    WatchDefinition definition = watch.definition();
    SignalRules rules = new SignalRules(definition, settings, window(definition));
    SpanReader reader = new SpanReader(watch, span, bank, rules, ids);
    reader.read(answers.values(), answers.traffic(), settings.limits());
    reader.closeVanished(vanishedAfter(definition));
    bank.forgetBefore(span.to().minus(SERIES_FORGOTTEN_AFTER).toEpochMilli());
    reader.drops().forEach(meters::dropped);
    CycleResult result = reader.result(bank.shards(), note.orElse(limitNote(reader)));
    Instant now = time.instant();
    if (!cycles.commit(watch, result, now)) {
      meters.cycle(Outcome.OVERTAKEN);
      return;
    }
    cache.put(watch.id(), new Cached(bank, span.to()));
    meters.cycle(Outcome.DONE);
    meters.committed(result, Duration.between(span.to(), now));
    if (!result.changes().isEmpty()) {
      listeners.forEach(listener -> listener.signalsChanged(watch.id()));
    }
  }

  private static @org.jspecify.annotations.Nullable String limitNote(SpanReader reader) {
    long over = reader.drops().getOrDefault(Drop.SERIES_LIMIT, 0L);
    long labels = reader.drops().getOrDefault(Drop.LABEL_LIMIT, 0L);
    if (over + labels == 0) {
      return null;
    }
    return "%d series beyond the limit and %d with too long labels are not watched"
        .formatted(over, labels);
  }

  /// Taken out of the cache while it is used: if the commit fails it has seen points that do not
  /// count, and must not be used again.
  private DetectorBank bank(LoadedWatch watch) {
    Cached cached = cache.remove(watch.id());
    if (cached != null && cached.watermark().equals(watch.progress().watermark())) {
      return cached.bank();
    }
    DetectorBank bank = new DetectorBank(memories);
    int lost = bank.load(watch.definition().name(), cycles.shards(watch.id()));
    meters.dropped(Drop.DAMAGED_STATE, lost);
    return bank;
  }

  private static Duration vanishedAfter(WatchDefinition definition) {
    Duration some = definition.interval().multipliedBy(VANISHED_INTERVALS);
    return some.compareTo(VANISHED_AT_LEAST) > 0 ? some : VANISHED_AT_LEAST;
  }

  /// What the rates of a watch are taken over.
  private static Duration window(WatchDefinition watch) {
    return window(watch.queries().value()).orElse(watch.interval());
  }

  private static Optional<Duration> window(MetricQuery query) {
    return switch (query) {
      case MetricQuery.Rate rate -> Optional.of(rate.window());
      case MetricQuery.Quantile quantile -> Optional.of(quantile.window());
      case MetricQuery.Ratio ratio -> window(ratio.denominator());
      case MetricQuery.Gauge gauge -> Optional.empty();
      case MetricQuery.PromQl promQl -> Optional.empty();
    };
  }
}
