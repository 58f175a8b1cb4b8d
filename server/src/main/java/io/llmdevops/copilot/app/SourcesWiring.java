package io.llmdevops.copilot.app;

import io.llmdevops.copilot.platform.health.HealthCheck;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.llmdevops.copilot.sources.ConfiguredSources;
import io.llmdevops.copilot.sources.SourceSettings;
import io.llmdevops.copilot.sources.Sources;
import io.llmdevops.copilot.sources.SourcesHealth;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/// Opens the configured sources at the start, so that a wrong setting stops it.
@ApplicationScoped
class SourcesWiring {
  private static final Logger LOG = Logger.getLogger(SourcesWiring.class);

  @Produces
  @Singleton
  Sources sources(SourceSettings settings, InstantSource time, Meters meters) {
    return ConfiguredSources.open(settings, time, meters);
  }

  void close(@Disposes Sources sources) {
    sources.close();
  }

  @Produces
  @Singleton
  HealthCheck health(Sources sources) {
    return new SourcesHealth(sources);
  }

  void start(@Observes StartupEvent event, Sources sources) {
    if (sources.metrics().isEmpty()) {
      LOG.info("no metrics source is configured (COPILOT_PROMETHEUS_URL); only alerts are taken");
    }
  }
}
