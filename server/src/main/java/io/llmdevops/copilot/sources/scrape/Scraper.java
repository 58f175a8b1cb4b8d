package io.llmdevops.copilot.sources.scrape;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.memory.MemorySource;
import io.llmdevops.copilot.sources.memory.SeriesStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/// Scrapes its targets at an interval, each on a virtual thread of its own, and answers queries
/// over what it keeps.
public final class Scraper implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Scraper.class);

  private final String name;
  private final ScrapeSettings settings;
  private final InstantSource time;
  private final SeriesStore store;
  private final LongAdder refused = new LongAdder();
  private final List<TargetScrape> targets;
  private final List<Thread> threads = new ArrayList<>();

  /// Nothing is scraped before [#start] (or [#scrapeAll], in tests).
  public Scraper(
      String name, List<ScrapeTarget> targets, ScrapeSettings settings, InstantSource time) {
    this.name = name;
    this.settings = settings;
    this.time = time;
    this.store = new SeriesStore(settings.seriesInAll());
    this.targets =
        targets.stream().map(t -> new TargetScrape(t, settings, store, refused)).toList();
  }

  public synchronized void start() {
    if (!threads.isEmpty()) {
      throw new IllegalStateException("scraper " + name + " was started before");
    }
    for (TargetScrape target : targets) {
      threads.add(Thread.ofVirtual().name("scrape-" + name).start(() -> scrapeAtInterval(target)));
    }
  }

  private void scrapeAtInterval(TargetScrape target) {
    long next = System.nanoTime();
    while (!Thread.currentThread().isInterrupted()) {
      try {
        scrape(target);
      } catch (RuntimeException e) {
        // A defect of ours in one scrape must not end all that follow.
        LOG.errorf(e, "scraper %s failed on %s", name, target);
      }
      // A scrape that took longer than the interval leaves out the turns that it missed.
      next = Math.max(next + settings.interval().toNanos(), System.nanoTime());
      try {
        Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Scrapes each target once, now.
  public void scrapeAll() {
    targets.forEach(this::scrape);
  }

  private void scrape(TargetScrape target) {
    long now = time.millis();
    target.scrape(now);
    store.forgetBefore(now - settings.retention().toMillis());
  }

  public MetricSource source() {
    return new MemorySource(name, store, () -> Long.MAX_VALUE, this::probe);
  }

  /// How many series are kept.
  public int series() {
    return store.size();
  }

  /// How many samples were refused so far: too many labels, or no room for another series.
  public long refused() {
    return refused.sum();
  }

  /// The last scrape of the slowest target that is up; unavailable when none is.
  private Duration probe() {
    List<TargetScrape.State> states = targets.stream().map(TargetScrape::state).toList();
    return states.stream()
        .filter(TargetScrape.State.Up.class::isInstance)
        .map(up -> ((TargetScrape.State.Up) up).took())
        .max(Duration::compareTo)
        .orElseThrow(() ->
            new Unavailable(
                states.stream().map(Scraper::reason).distinct().collect(Collectors.joining("; ")),
                settings.interval(),
                null));
  }

  private static String reason(TargetScrape.State state) {
    return switch (state) {
      case TargetScrape.State.Pending pending -> "not scraped yet";
      case TargetScrape.State.Up up -> "up";
      case TargetScrape.State.Down down -> down.reason();
    };
  }

  @Override
  public synchronized void close() {
    threads.forEach(Thread::interrupt);
    threads.clear();
    targets.forEach(TargetScrape::close);
  }
}
