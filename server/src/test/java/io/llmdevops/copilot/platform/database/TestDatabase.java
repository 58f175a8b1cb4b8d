package io.llmdevops.copilot.platform.database;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/// A migrated, empty database for one test (or one test class), on a server that the whole test JVM
/// shares:
///
/// ```java
/// TestDatabase database = TestDatabase.fresh();
/// Store store = new Store(database.jdbi());
/// ```
///
/// Closing it drops the database; a test that forgets leaves it to the end of the JVM.
public final class TestDatabase implements AutoCloseable {
  private final TestServer server;
  private final String name;
  private final AgroalDataSource pool;
  private final Jdbi jdbi;

  private TestDatabase(TestServer server, String name, AgroalDataSource pool) {
    this.server = server;
    this.name = name;
    this.pool = pool;
    this.jdbi = Jdbi.create(pool).installPlugin(new PostgresPlugin());
  }

  public static TestDatabase fresh() {
    TestServer server = TestServer.shared();
    String name = server.copyOfTemplate();
    return new TestDatabase(server, name, pool(server, name));
  }

  private static AgroalDataSource pool(TestServer server, String name) {
    var configuration =
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(connections ->
                connections
                    .initialSize(0)
                    .maxSize(10)
                    .acquisitionTimeout(Duration.ofSeconds(10))
                    .exceptionSorter(new PostgreSQLExceptionSorter())
                    .connectionFactoryConfiguration(factory ->
                        factory
                            .connectionProviderClass(DatabaseDriver.type())
                            .jdbcUrl(server.url(name))
                            .principal(new NamePrincipal(server.user()))
                            .credential(new SimplePassword(server.password()))));
    try {
      return AgroalDataSource.from(configuration);
    } catch (SQLException e) {
      throw new IllegalStateException("no pool for " + server.url(name), e);
    }
  }

  public Jdbi jdbi() {
    return jdbi;
  }

  /// A small pool; never more than ten connections at once.
  public DataSource dataSource() {
    return pool;
  }

  public String url() {
    return server.url(name);
  }

  public String user() {
    return server.user();
  }

  public String password() {
    return server.password();
  }

  /// Ends all connections to this database, as a server that goes away does. New ones succeed.
  public void cutConnections() {
    server.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
  }

  @Override
  public void close() {
    pool.close();
    server.drop(name);
  }
}
