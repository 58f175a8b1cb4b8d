package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.errors.CopilotException.Internal;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jboss.logging.Logger;

/// Brings the schema to what this release needs. Flyway holds a lock in the database meanwhile, so
/// of several pods that start at once one migrates and the others wait. A schema newer than this
/// release is left alone: that is a rollback, or a newer pod beside us, and migrations only ever
/// add (docs/decisions/0005-migrations.md).
public final class Migrations {
  private static final Logger LOG = Logger.getLogger(Migrations.class);
  private static final long PAUSE_MILLIS = 500;

  private Migrations() {}

  /// Waits for a database that does not answer yet, then migrates.
  ///
  /// @throws Unavailable it did not answer within `patience`
  /// @throws Internal a migration failed
  public static void run(DataSource database, InstantSource time, Duration patience) {
    awaitDatabase(database, time, patience);
    try {
      int done =
          Flyway.configure(Migrations.class.getClassLoader())
              .dataSource(database)
              .lockRetryCount(600)
              .ignoreMigrationPatterns("*:future")
              .load()
              .migrate()
              .migrationsExecuted;
      if (done > 0) {
        LOG.infof("applied %d migrations to the database", done);
      }
    } catch (FlywayException e) {
      throw new Internal("the database could not be migrated: " + e.getMessage(), e);
    }
  }

  private static void awaitDatabase(DataSource database, InstantSource time, Duration patience) {
    Instant end = time.instant().plus(patience);
    boolean told = false;
    while (true) {
      try (Connection connection = database.getConnection()) {
        connection.setReadOnly(false);
        return;
      } catch (SQLException e) {
        if (DatabaseFailures.unavailable(e).isEmpty()
            || DatabaseFailures.untrusted(e)
            || time.instant().isAfter(end)) {
          throw new Unavailable(
              "the database does not let us in: " + DatabaseFailures.message(e), Duration.ZERO, e);
        }
        if (!told) {
          LOG.warnf(
              "waiting up to %d s for the database: %s", patience.toSeconds(), e.getMessage());
          told = true;
        }
        pause(() -> !time.instant().isAfter(end));
      }
    }
  }

  private static void pause(BooleanSupplier goOn) {
    try {
      if (goOn.getAsBoolean()) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted while waiting for the database", Duration.ZERO, e);
    }
  }
}
