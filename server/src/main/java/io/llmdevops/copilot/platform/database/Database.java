package io.llmdevops.copilot.platform.database;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalDataSourceMetrics;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The pool of connections to PostgreSQL. A connection that broke is thrown away and the next
/// caller gets a new one, so the server outlives an outage of its database without help.
public final class Database implements AutoCloseable {
  private static final Duration VALIDATE_AFTER = Duration.ofSeconds(10);
  private static final Duration LONGEST_LIFE = Duration.ofMinutes(30);
  private static final int PING_SECONDS = 2;

  private final AgroalDataSource pool;
  private final String url;
  private final Refusals refusals;

  private Database(AgroalDataSource pool, String url, Refusals refusals) {
    this.pool = pool;
    this.url = url;
    this.refusals = refusals;
  }

  /// Why the last attempt to connect failed: who waits for a connection in vain is not told.
  private static final class Refusals implements AgroalDataSourceListener {
    private volatile @Nullable SQLException last;
    private final AtomicLong count = new AtomicLong();

    @Override
    public void onConnectionCreationFailure(SQLException reason) {
      last = reason;
      count.incrementAndGet();
    }

    @Override
    public void onConnectionCreation(Connection connection) {
      last = null;
    }
  }

  /// Connects to nothing yet.
  ///
  /// @throws IllegalArgumentException there is no usable URL
  public static Database open(DatabaseSettings settings) {
    ServerAddress address =
        DatabaseUrl.of(
            settings,
            settings
                .url()
                .orElseThrow(() -> new IllegalArgumentException("no database is configured")));
    var configuration =
        new AgroalDataSourceConfigurationSupplier()
            .metricsEnabled(true)
            .connectionPoolConfiguration(connections ->
                connections
                    .initialSize(0)
                    .minSize(1)
                    .maxSize(settings.poolSize())
                    .acquisitionTimeout(settings.poolTimeout())
                    .idleValidationTimeout(VALIDATE_AFTER)
                    .maxLifetime(LONGEST_LIFE)
                    .reapTimeout(Duration.ofMinutes(2))
                    .connectionValidator(Database::valid)
                    .exceptionSorter(new PostgreSQLExceptionSorter())
                    .connectionFactoryConfiguration(factory ->
                        factory
                            .connectionProviderClass(DatabaseDriver.type())
                            .jdbcUrl(address.url())
                            .principal(new NamePrincipal(address.user()))
                            .credential(new SimplePassword(address.password()))));
    try {
      Refusals refusals = new Refusals();
      return new Database(AgroalDataSource.from(configuration, refusals), address.url(), refusals);
    } catch (SQLException e) {
      throw new Unavailable("no pool for " + address, Duration.ZERO, e);
    }
  }

  private static boolean valid(Connection connection) {
    try {
      return connection.isValid(PING_SECONDS);
    } catch (SQLException e) {
      return false;
    }
  }

  public DataSource dataSource() {
    return pool;
  }

  /// Where it is, without user and password.
  public String url() {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  /// One round trip.
  ///
  /// @throws Unavailable with the reason
  public void ping() {
    try (Connection connection = pool.getConnection()) {
      if (!connection.isValid(PING_SECONDS)) {
        throw new Unavailable("the database does not answer", DatabaseFailures.RETRY, null);
      }
    } catch (SQLException e) {
      throw new Unavailable(
          "the database is not reachable: " + DatabaseFailures.message(e),
          DatabaseFailures.RETRY,
          e);
    }
  }

  /// Why the last attempt to connect failed; empty when it did not.
  Optional<String> refusal() {
    return Optional.ofNullable(refusals.last).map(reason -> String.valueOf(reason.getMessage()));
  }

  /// Attempts to connect that failed, since the start. Who finds the pool exhausted is not one.
  public long failures() {
    return refusals.count.get();
  }

  /// Connections in use, free, and callers that wait for one.
  public Usage usage() {
    AgroalDataSourceMetrics metrics = pool.getMetrics();
    return new Usage(
        metrics.activeCount(),
        metrics.availableCount(),
        metrics.awaitingCount(),
        metrics.acquireCount());
  }

  /// @param acquired since the start
  public record Usage(long active, long idle, long waiting, long acquired) {}

  @Override
  public void close() {
    pool.close();
  }
}
