package io.llmdevops.copilot.app;

import io.llmdevops.copilot.incidents.Incidents;
import io.llmdevops.copilot.incidents.investigation.InvestigationJob;
import io.llmdevops.copilot.incidents.investigation.Investigator;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.sources.Sources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;

/// Explains incidents from what the configured sources hold.
@ApplicationScoped
class InvestigationWiring {
  @Produces
  @Singleton
  InvestigationJob investigation(
      Incidents incidents, Sources sources, Jdbi jdbi, IdSource ids, InstantSource time) {
    Investigator investigator = new Investigator(sources.metrics(), jdbi, ids, time);
    return new InvestigationJob(incidents, investigator, time);
  }
}
