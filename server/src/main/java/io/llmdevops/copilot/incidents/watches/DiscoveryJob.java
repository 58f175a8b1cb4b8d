package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.platform.jobs.Job;
import io.llmdevops.copilot.platform.jobs.Jobs;
import io.llmdevops.copilot.sources.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Looks what there is to watch, at start and again from time to time: adds what is new, retires
/// what is gone, keeps the call graph and clears away what is old.
final class DiscoveryJob implements Job {
  private static final Logger LOG = Logger.getLogger(DiscoveryJob.class);
  private static final String NAME = "watch-discovery";
  private static final Duration EDGE_MEMORY = Duration.ofDays(1);
  private static final Duration RETIRED_MEMORY = Duration.ofDays(7);

  private final Map<String, MetricSource> sources;
  private final WatchesConfig config;
  private final WatchStore watches;
  private final EdgeStore edges;
  private final InstantSource time;
  private final Supplier<Jobs> jobs;

  DiscoveryJob(
      Map<String, MetricSource> sources,
      WatchesConfig config,
      WatchStore watches,
      EdgeStore edges,
      InstantSource time,
      Supplier<Jobs> jobs) {
    this.sources = sources;
    this.config = config;
    this.watches = watches;
    this.edges = edges;
    this.time = time;
    this.jobs = jobs;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<Duration> every() {
    return Optional.of(config.discoveryInterval());
  }

  @Override
  public boolean runsAtStart() {
    return true;
  }

  @Override
  public Next run(Run run) {
    Instant now = time.instant();
    if (config.enabled()) {
      ConfiguredWatches configured = new ConfiguredWatches(config);
      configured.custom(List.copyOf(sources.keySet())).forEach(watch -> save(watch, now));
      int failed = 0;
      for (MetricSource source : sources.values()) {
        failed += discover(source, configured, now) ? 0 : 1;
      }
      retireUnasked(now);
      schedule(now);
      watches.prune(now.minus(RETIRED_MEMORY), now.minus(config.keepCycles()));
      edges.forgetBefore(now.minus(EDGE_MEMORY));
      if (failed > 0 && watches.enabled().isEmpty()) {
        // The source may just be starting, as we are.
        throw new CopilotException.Unavailable(
            "no source could be asked what there is to watch", Duration.ofSeconds(5), null);
      }
    }
    return Next.at(now.plus(config.discoveryInterval()));
  }

  /// Whether the source answered. One that does not keeps its watches.
  private boolean discover(MetricSource source, ConfiguredWatches configured, Instant now) {
    try {
      if (config.discovery()) {
        Discovery discovery =
            new Discovery(configured.scope(ScrapeInterval.of(source, now).orElse(null)));
        List<WatchDefinition> found = discovery.find(source, now);
        found.forEach(watch -> save(watch, now));
        watches.supersede(source.name(), found, now);
        edges.seen(source.name(), CallGraph.find(source, now, Duration.ofMinutes(5)), now);
      }
      List<String> gone = watches.retire(source.name(), now.minus(config.retireAfter()), now);
      if (!gone.isEmpty()) {
        LOG.infof("%d watches of %s ended: their metrics are gone", gone.size(), source.name());
      }
      return true;
    } catch (CopilotException e) {
      LOG.warnf("%s cannot be asked what there is to watch: %s", source.name(), e.getMessage());
      return false;
    }
  }

  /// Watches of sources that are no longer configured.
  private void retireUnasked(Instant now) {
    for (String source : watches.sources()) {
      if (!sources.containsKey(source)) {
        watches.retire(source, now.minus(config.retireAfter()), now);
      }
    }
  }

  private void save(WatchDefinition watch, Instant now) {
    MetricSource source = sources.get(watch.queries().source());
    String text = source == null ? "" : source.text(watch.queries().value());
    Duration lag = config.lag().orElse(watch.interval());
    Instant start = Span.floor(now.minus(lag).minus(config.warmUp()), watch.interval());
    watches.save(watch, text, start, now);
  }

  /// Spread over an interval, so that the source is not asked everything at the same moment.
  private void schedule(Instant now) {
    List<String> ids = watches.enabled();
    Duration interval = config.interval();
    for (int i = 0; i < ids.size(); i++) {
      Instant first = now.plus(interval.multipliedBy(i).dividedBy(ids.size()));
      jobs.get().schedule(WatchJob.NAME, ids.get(i), "", first);
    }
  }
}
