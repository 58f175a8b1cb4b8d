package io.llmdevops.copilot.app;

import io.llmdevops.copilot.identity.Gate;
import io.llmdevops.copilot.identity.SecuritySettings;
import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.platform.cache.FastPath;
import io.llmdevops.copilot.platform.cache.InProcessFastPath;
import io.llmdevops.copilot.platform.cache.RedisFastPath;
import io.llmdevops.copilot.platform.cache.RedisSettings;
import io.llmdevops.copilot.platform.logging.LogSettings;
import io.llmdevops.copilot.platform.logging.ProcessLog;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.llmdevops.copilot.platform.telemetry.MetricsPage;
import io.llmdevops.copilot.platform.telemetry.RequestBuckets;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Locale;
import org.jdbi.v3.core.Jdbi;

/// Log, telemetry, the fast path and the gate.
@ApplicationScoped
class PlatformWiring {
  /// The very first: what others log while they start should look right.
  private static final int FIRST = 1;

  void log(@Observes @Priority(FIRST) StartupEvent event, LogSettings settings) {
    ProcessLog.configure(settings);
  }

  /// So that they can be graphed and alerted on before the first one happens.
  void count(@Observes StartupEvent event, Meters meters) {
    for (Severity severity : Severity.values()) {
      meters.add(
          "copilot.incidents.detected", 0, "severity", severity.name().toLowerCase(Locale.ROOT));
    }
    meters.add("copilot.incidents.resolved", 0);
    meters.add("copilot.intake.alerts", 0, "result", "new");
    meters.add("copilot.intake.alerts", 0, "result", "repeated");
    meters.add("copilot.intake.refused", 0);
    meters.add("copilot.correlated", 0);
    meters.add("copilot.test.generations", 0);
  }

  @Produces
  @Singleton
  @SuppressWarnings("deprecation") // the registry that Quarkus 3.33 brings
  MetricsPage metricsPage(PrometheusMeterRegistry registry) {
    return new MetricsPage(registry);
  }

  @Produces
  @Singleton
  MeterFilter requestBuckets() {
    return new RequestBuckets();
  }

  @Produces
  @Singleton
  FastPath fastPath(RedisSettings settings, InstantSource time, Vertx vertx) {
    InProcessFastPath local = new InProcessFastPath(time);
    return settings.url().isPresent() ? new RedisFastPath(vertx, settings, local) : local;
  }

  void close(@Disposes FastPath fastPath) {
    fastPath.close();
  }

  @Produces
  @Singleton
  Gate gate(SecuritySettings settings, Jdbi jdbi, FastPath fastPath, InstantSource time) {
    return new Gate(settings, jdbi, fastPath, time, new SecureRandom());
  }
}
