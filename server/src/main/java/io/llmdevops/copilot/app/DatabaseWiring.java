package io.llmdevops.copilot.app;

import io.llmdevops.copilot.platform.database.Database;
import io.llmdevops.copilot.platform.database.DatabaseSettings;
import io.llmdevops.copilot.platform.database.Migrations;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/// The pool, and the schema before anything uses it.
@ApplicationScoped
class DatabaseWiring {
  /// Before everybody else who observes the start.
  private static final int FIRST = 10;

  private static final int EARLIER = 9;

  @Produces
  @Singleton
  Database database(DatabaseSettings settings) {
    return Database.open(settings);
  }

  void close(@Disposes Database database) {
    database.close();
  }

  @Produces
  @Singleton
  DataSource dataSource(Database database) {
    return database.dataSource();
  }

  @Produces
  @Singleton
  Jdbi jdbi(DataSource dataSource) {
    return Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
  }

  /// Before the migrations: a start that waits for its database shows why.
  void measure(
      @Observes @Priority(EARLIER) StartupEvent event,
      Database database,
      DatabaseSettings settings,
      Meters meters) {
    meters.gauge("copilot.database.connections.max", settings, DatabaseSettings::poolSize);
    meters.total("copilot.database.connection.failures", database, Database::failures);
    meters.gauge("copilot.database.connections.active", database, d -> d.usage().active());
    meters.gauge("copilot.database.connections.idle", database, d -> d.usage().idle());
    meters.gauge("copilot.database.connections.waiting", database, d -> d.usage().waiting());
  }

  void migrate(
      @Observes @Priority(FIRST) StartupEvent event,
      DataSource database,
      DatabaseSettings settings,
      InstantSource time) {
    Migrations.run(database, time, settings.startTimeout());
  }
}
