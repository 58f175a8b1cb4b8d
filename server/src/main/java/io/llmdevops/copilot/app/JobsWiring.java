package io.llmdevops.copilot.app;

import io.llmdevops.copilot.platform.jobs.Job;
import io.llmdevops.copilot.platform.jobs.JobSettings;
import io.llmdevops.copilot.platform.jobs.Jobs;
import io.llmdevops.copilot.platform.jobs.PodName;
import io.llmdevops.copilot.platform.lifecycle.StopDeadline;
import io.llmdevops.copilot.web.ServerSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;

/// Runs every bean that is a [Job], from the end of the start to the beginning of the shutdown.
@ApplicationScoped
class JobsWiring {
  /// After what others do at start, above all the migrations.
  private static final int LAST = 4000;

  private static final int FIRST = 100;

  @Produces
  @Singleton
  Jobs jobs(
      DataSource database,
      InstantSource time,
      @All List<Job> known,
      MeterRegistry meters,
      ServerSettings server) {
    return new Jobs(
        database,
        time,
        PodName.current(),
        JobSettings.DEFAULT.stoppingWithin(server.shutdownTimeout()),
        known,
        meters);
  }

  void start(@Observes @Priority(LAST) StartupEvent event, Jobs jobs) {
    jobs.start();
  }

  void stop(@Observes @Priority(FIRST) ShutdownEvent event, Jobs jobs, StopDeadline deadline) {
    jobs.stop(deadline.left());
  }
}
