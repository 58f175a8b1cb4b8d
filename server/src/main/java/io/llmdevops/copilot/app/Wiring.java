package io.llmdevops.copilot.app;

import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.platform.time.SystemTime;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/// Names the implementations behind the ports.
@ApplicationScoped
class Wiring {
  @Produces
  @Singleton
  InstantSource time() {
    return SystemTime.source();
  }

  @Produces
  @Singleton
  IdSource ids(InstantSource time) {
    return new IdSource(time, new SecureRandom());
  }

  @Produces
  @Singleton
  Jdbi jdbi(DataSource dataSource) {
    return Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
  }
}
