package io.llmdevops.copilot.app;

import io.llmdevops.copilot.platform.jobs.Job;
import io.llmdevops.copilot.platform.jobs.JobBacklog;
import io.llmdevops.copilot.platform.jobs.JobSettings;
import io.llmdevops.copilot.platform.jobs.Jobs;
import io.llmdevops.copilot.platform.jobs.PodName;
import io.llmdevops.copilot.platform.lifecycle.StopDeadline;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.llmdevops.copilot.platform.telemetry.Sampled;
import io.llmdevops.copilot.platform.telemetry.Samples;
import io.llmdevops.copilot.web.ServerSettings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/// Runs every bean that is a [Job], from the end of the start to the beginning of the shutdown, and
/// watches from beside them whether they get on.
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

  @Produces
  @Singleton
  Sampled backlog(Jdbi jdbi, InstantSource time) {
    return new JobBacklog(jdbi, time);
  }

  @Produces
  @Singleton
  Samples samples(@All List<Sampled> sampled, Meters meters) {
    return new Samples(sampled, meters);
  }

  void close(@Disposes Samples samples) {
    samples.close();
  }

  void start(@Observes @Priority(LAST) StartupEvent event, Jobs jobs, Samples samples) {
    jobs.start();
    samples.start();
  }

  void stop(@Observes @Priority(FIRST) ShutdownEvent event, Jobs jobs, StopDeadline deadline) {
    jobs.stop(deadline.left());
  }
}
