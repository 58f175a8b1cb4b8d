package io.llmdevops.copilot.app;

import io.llmdevops.copilot.platform.cache.FastPath;
import io.llmdevops.copilot.platform.cache.RedisSettings;
import io.llmdevops.copilot.platform.database.Database;
import io.llmdevops.copilot.platform.database.DatabaseHealth;
import io.llmdevops.copilot.platform.database.EmbeddedHealth;
import io.llmdevops.copilot.platform.health.Health;
import io.llmdevops.copilot.platform.health.HealthCheck;
import io.llmdevops.copilot.platform.health.HealthCheck.Result;
import io.llmdevops.copilot.platform.lifecycle.StopDeadline;
import io.llmdevops.copilot.web.ServerSettings;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Every bean that is a [HealthCheck] is asked; ready from the end of the start to the first sign
/// of the shutdown.
@ApplicationScoped
class HealthWiring {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int LAST = 9_000;
  private static final int FIRST = 1;

  @Produces
  @Singleton
  Health health(@All List<HealthCheck> checks, InstantSource time) {
    List<HealthCheck> all = new ArrayList<>(checks);
    ServerProcess.embedded().map(EmbeddedHealth::new).ifPresent(all::add);
    return new Health(all, time, LIMIT);
  }

  @Produces
  @Singleton
  HealthCheck database(Database database) {
    return new DatabaseHealth(database);
  }

  @Produces
  @Singleton
  HealthCheck redis(FastPath fastPath, RedisSettings settings) {
    boolean configured = settings.url().isPresent();
    return new HealthCheck() {
      @Override
      public String name() {
        return "redis";
      }

      @Override
      public boolean needed() {
        return false;
      }

      @Override
      public Result check() {
        if (!configured) {
          return Result.notConfigured("live updates and limits stay within this process");
        }
        return fastPath.trouble().map(Result::degraded).orElseGet(() -> Result.up(""));
      }
    };
  }

  void started(@Observes @Priority(LAST) StartupEvent event, Health health) {
    health.started();
  }

  @Produces
  @Singleton
  StopDeadline stopDeadline(ServerSettings settings) {
    return new StopDeadline(settings.shutdownDelay().plus(settings.shutdownTimeout()));
  }

  void delayed(
      @Observes @Priority(FIRST) ShutdownDelayInitiatedEvent event,
      Health health,
      StopDeadline deadline) {
    deadline.begin();
    health.stopping();
  }

  void stopping(
      @Observes @Priority(FIRST) ShutdownEvent event, Health health, StopDeadline deadline) {
    deadline.begin();
    health.stopping();
  }
}
