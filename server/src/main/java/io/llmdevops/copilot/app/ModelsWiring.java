package io.llmdevops.copilot.app;

import io.llmdevops.copilot.llm.ConfiguredModels;
import io.llmdevops.copilot.llm.LlmSettings;
import io.llmdevops.copilot.llm.MaskingSettings;
import io.llmdevops.copilot.llm.Models;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.llmdevops.copilot.platform.telemetry.ModelBuckets;
import io.micrometer.core.instrument.config.MeterFilter;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/// Reads the configured models at the start, so that a wrong setting stops it.
@ApplicationScoped
class ModelsWiring {
  private static final Logger LOG = Logger.getLogger(ModelsWiring.class);

  @Produces
  @Singleton
  Models models(LlmSettings settings, MaskingSettings masking, Meters meters, InstantSource time) {
    return ConfiguredModels.open(settings, masking, meters, time, new SecureRandom());
  }

  void close(@Disposes Models models) {
    models.close();
  }

  @Produces
  @Singleton
  MeterFilter modelBuckets() {
    return new ModelBuckets();
  }

  void start(@Observes StartupEvent event, Models models) {
    models
        .standard()
        .ifPresent(model ->
            LOG.infof("%d models are configured; asked is %s", models.list().size(), model.name()));
  }
}
