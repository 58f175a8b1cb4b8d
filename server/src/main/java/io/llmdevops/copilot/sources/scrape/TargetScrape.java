package io.llmdevops.copilot.sources.scrape;

import io.llmdevops.copilot.platform.errors.CopilotException.TooLarge;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.http.BoundedHttp;
import io.llmdevops.copilot.sources.http.Reply;
import io.llmdevops.copilot.sources.memory.SeriesStore;
import io.llmdevops.copilot.sources.memory.SeriesStore.Outcome;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// One target's scrapes, one after the other. A scrape counts whole or not at all; a series that is
/// no longer there is ended, so that nobody sees its last value for five more minutes.
final class TargetScrape implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TargetScrape.class);
  private static final String ACCEPT =
      "text/plain;version=0.0.4,application/openmetrics-text;version=1.0.0;q=0.5,*/*;q=0.1";

  private final ScrapeTarget target;
  private final ScrapeSettings settings;
  private final SeriesStore store;
  private final LongAdder refused;
  private final BoundedHttp http;
  private Set<Labels> present = new HashSet<>();
  private volatile State state = new State.Pending();

  /// What the last scrape came to.
  sealed interface State {
    record Pending() implements State {}

    record Up(Duration took) implements State {}

    record Down(String reason) implements State {}
  }

  TargetScrape(ScrapeTarget target, ScrapeSettings settings, SeriesStore store, LongAdder refused) {
    this.target = target;
    this.settings = settings;
    this.store = store;
    this.refused = refused;
    this.http = new BoundedHttp(target.endpoint());
  }

  State state() {
    return state;
  }

  /// `now` is the time of all samples, in epoch milliseconds.
  void scrape(long now) {
    long begin = System.nanoTime();
    Map<Labels, Double> samples = Map.of();
    State outcome;
    try {
      samples = fetch();
      outcome = new State.Up(Duration.ofNanos(System.nanoTime() - begin));
    } catch (Unavailable | TooLarge e) {
      outcome = new State.Down(e.getMessage());
    }
    keep(samples, now);
    boolean up = outcome instanceof State.Up;
    own("up", now, up ? 1 : 0);
    own("scrape_duration_seconds", now, (System.nanoTime() - begin) / 1e9);
    own("scrape_samples_scraped", now, samples.size());
    logChange(outcome);
    state = outcome;
  }

  private void logChange(State outcome) {
    if (outcome instanceof State.Down down && !(state instanceof State.Down)) {
      LOG.warnf("target is down: %s", down.reason());
    } else if (outcome instanceof State.Up && state instanceof State.Down) {
      LOG.infof("target is up again: %s", this);
    }
  }

  private void keep(Map<Labels, Double> samples, long now) {
    Set<Labels> before = present;
    present = new HashSet<>();
    samples.forEach((labels, value) -> {
      if (store.append(labels, now, value) == Outcome.NO_ROOM) {
        refused.increment();
      } else {
        present.add(labels);
      }
    });
    before.removeAll(present);
    before.forEach(gone -> store.end(gone, now));
  }

  private void own(String name, long now, double value) {
    if (store.append(target.label(Labels.of("__name__", name)), now, value) == Outcome.NO_ROOM) {
      refused.increment();
    }
  }

  private Map<Labels, Double> fetch() {
    try (Reply reply = http.get("", List.of(), ACCEPT)) {
      if (reply.status() != 200) {
        throw unavailable("answered HTTP " + reply.status(), null);
      }
      Map<Labels, Double> samples = new LinkedHashMap<>();
      Exposition.read(
          new InputStreamReader(reply.body(), StandardCharsets.UTF_8),
          settings.labelsPerSeries(),
          (labels, value) -> {
            if (samples.size() == settings.samplesPerScrape()) {
              throw new TooLarge(
                  "more than " + settings.samplesPerScrape() + " samples in one scrape");
            }
            labels.ifPresentOrElse(
                found -> samples.put(target.label(found), value), refused::increment);
          });
      return samples;
    } catch (IOException e) {
      throw unavailable(String.valueOf(e.getMessage()), e);
    }
  }

  private Unavailable unavailable(String reason, @Nullable IOException e) {
    return new Unavailable(target.endpoint().shown() + ": " + reason, settings.interval(), e);
  }

  @Override
  public String toString() {
    return target.endpoint().shown();
  }

  @Override
  public void close() {
    http.close();
  }
}
