package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;

/// What an operator wants to know of a configured database. Nothing is changed in it.
///
/// @param version as the server says it, such as `16.4`
/// @param majorVersion `16` of it
/// @param ahead how far its clock is before ours; negative when it is behind
/// @param applied migrations that it has
/// @param pending migrations that the next start would apply
public record DatabaseFacts(
    String version, int majorVersion, Duration ahead, int applied, int pending) {

  /// @throws Unavailable with the reason
  public static DatabaseFacts of(DatabaseSettings settings, InstantSource time) {
    try (Database database = Database.open(settings)) {
      return of(database.dataSource(), time);
    } catch (SQLException e) {
      throw new Unavailable(DatabaseFailures.message(e), DatabaseFailures.RETRY, e);
    } catch (FlywayException e) {
      throw new Unavailable(
          "its migrations cannot be read: " + e.getMessage(), DatabaseFailures.RETRY, e);
    }
  }

  private static DatabaseFacts of(DataSource database, InstantSource time) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      Instant before = time.instant();
      try (ResultSet row =
          statement.executeQuery("select clock_timestamp(), current_setting('server_version')")) {
        row.next();
        Instant theirs = row.getTimestamp(1).toInstant();
        Instant ours = before.plus(Duration.between(before, time.instant()).dividedBy(2));
        MigrationInfoService migrations =
            Flyway.configure(DatabaseFacts.class.getClassLoader())
                .dataSource(database)
                .load()
                .info();
        return new DatabaseFacts(
            row.getString(2),
            connection.getMetaData().getDatabaseMajorVersion(),
            Duration.between(ours, theirs),
            migrations.applied().length,
            migrations.pending().length);
      }
    }
  }
}
