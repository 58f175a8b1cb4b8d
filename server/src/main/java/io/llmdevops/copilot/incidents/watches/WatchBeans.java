package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.platform.jobs.Jobs;
import io.llmdevops.copilot.platform.jobs.PodName;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.llmdevops.copilot.sources.Sources;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/// Puts the loop together and hands its jobs to the scheduler.
@ApplicationScoped
class WatchBeans {
  @Produces
  @Singleton
  WatchJob cycles(
      Jdbi jdbi,
      Sources sources,
      @All List<SignalListener> listeners,
      IdSource ids,
      InstantSource time,
      Meters meters,
      WatchesConfig config) {
    WatchCycle.Parts parts =
        new WatchCycle.Parts(
            sources.metrics(),
            new WatchStore(jdbi),
            new CycleStore(jdbi, PodName.current()),
            DetectedSeries.ORIGIN,
            ids,
            time,
            new WatchMeters(meters),
            listeners);
    return new WatchJob(
        new WatchCycle(parts, new ConfiguredWatches(config).settings()), config::enabled, time);
  }

  @Produces
  @Singleton
  DiscoveryJob discovery(
      Jdbi jdbi, Sources sources, InstantSource time, Instance<Jobs> jobs, WatchesConfig config) {
    return new DiscoveryJob(
        sources.metrics(), config, new WatchStore(jdbi), new EdgeStore(jdbi), time, jobs::get);
  }
}
