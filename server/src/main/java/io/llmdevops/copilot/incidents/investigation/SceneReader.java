package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.watches.WatchedQuery;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.TimeSeries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/// Asks the sources what every watch saw around an incident: one batched query a watch, some at a
/// time, each with a deadline. A watch whose source fails is left out and named.
final class SceneReader {
  private static final Logger LOG = Logger.getLogger(SceneReader.class);
  private static final int AT_ONCE = 4;
  private static final long MOST_POINTS = 720;
  private static final Duration DEADLINE = Duration.ofSeconds(15);
  private static final ExecutorService THREADS =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("investigate-", 0).factory());

  private final Map<String, MetricSource> sources;

  SceneReader(Map<String, MetricSource> sources) {
    this.sources = Map.copyOf(sources);
  }

  /// `failures` are the words of the sources that could not be asked, each once.
  record Scenery(List<Observed> series, List<String> failures) {
    Scenery {
      series = List.copyOf(series);
      failures = List.copyOf(failures);
    }
  }

  Scenery read(List<WatchedQuery> queries, IncidentWindow window) {
    Semaphore slots = new Semaphore(AT_ONCE);
    List<Future<List<Observed>>> answers = new ArrayList<>();
    for (WatchedQuery query : queries) {
      answers.add(THREADS.submit(limited(slots, () -> ask(query, window))));
    }
    List<Observed> series = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      try {
        series.addAll(answers.get(i).get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS));
      } catch (ExecutionException e) {
        failed(queries.get(i), failures, Objects.requireNonNullElse(e.getCause(), e));
      } catch (TimeoutException e) {
        answers.get(i).cancel(true);
        failed(queries.get(i), failures, e);
      } catch (InterruptedException e) {
        answers.forEach(answer -> answer.cancel(true));
        Thread.currentThread().interrupt();
        throw new CopilotException.Unavailable("the server is stopping", DEADLINE, e);
      }
    }
    return new Scenery(series, failures);
  }

  private static <T> Callable<T> limited(Semaphore slots, Callable<T> work) {
    return () -> {
      slots.acquire();
      try {
        return work.call();
      } finally {
        slots.release();
      }
    };
  }

  private static void failed(WatchedQuery query, List<String> failures, Throwable cause) {
    String reason =
        switch (cause) {
          case CopilotException known -> known.getMessage();
          case TimeoutException late ->
              "'%s' did not answer within %d s".formatted(query.source(), DEADLINE.toSeconds());
          default -> cause.toString();
        };
    LOG.warnf("investigating without '%s': %s", query.name(), reason);
    if (!failures.contains(reason)) {
      failures.add(reason);
    }
  }

  private List<Observed> ask(WatchedQuery query, IncidentWindow window) {
    MetricSource source = sources.get(query.source());
    if (source == null) {
      throw new CopilotException.NotFound(
          "the metrics source '%s' is no longer configured".formatted(query.source()));
    }
    TimeRange range = range(query.interval(), window);
    List<Observed> found = new ArrayList<>();
    for (TimeSeries one : source.range(query.query(), range).series()) {
      found.add(new Observed(query, range, one));
    }
    return found;
  }

  /// On the grid of the watch, so that the samples are those that its detectors saw; thinned out
  /// where the range is long.
  private static TimeRange range(Duration interval, IncidentWindow window) {
    long grid = interval.toMillis();
    long from = Math.floorDiv(window.referenceFrom().toEpochMilli(), grid) * grid;
    long to = Math.floorDiv(window.to().toEpochMilli(), grid) * grid;
    long every = grid * Math.max(1, Math.ceilDiv((to - from) / grid, MOST_POINTS));
    return new TimeRange(
        Instant.ofEpochMilli(from),
        Instant.ofEpochMilli(Math.max(from, to)),
        Duration.ofMillis(every));
  }
}
