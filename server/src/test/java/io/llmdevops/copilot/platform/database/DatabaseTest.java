package io.llmdevops.copilot.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.platform.health.HealthCheck;
import io.llmdevops.copilot.platform.time.SystemTime;
import io.llmdevops.copilot.testkit.Await;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir Path folder = Path.of("");

  /// How to reach a test server; everything else as it is by default.
  record Settings(
      Optional<String> url,
      Optional<String> user,
      Optional<String> password,
      Optional<String> tls,
      Optional<String> tlsCa)
      implements DatabaseSettings {
    Settings(Optional<String> url, Optional<String> user, Optional<String> password) {
      this(url, user, password, Optional.empty(), Optional.empty());
    }

    static Settings of(ServerAddress address) {
      return new Settings(
          Optional.of(address.url()), Optional.of(address.user()), Optional.of(address.password()));
    }

    Settings withTls(String mode, Path ca) {
      return new Settings(url, user, password, Optional.of(mode), Optional.of(ca.toString()));
    }

    @Override
    public Optional<String> tlsCert() {
      return Optional.empty();
    }

    @Override
    public Optional<String> tlsKey() {
      return Optional.empty();
    }

    @Override
    public int poolSize() {
      return 4;
    }

    @Override
    public Duration poolTimeout() {
      return Duration.ofMillis(500);
    }

    @Override
    public Duration startTimeout() {
      return Duration.ofSeconds(30);
    }

    @Override
    public Optional<String> dataDir() {
      return Optional.empty();
    }
  }

  @Test
  void an_outage_is_told_as_such_and_ends_by_itself() {
    try (OwnPostgres postgres = OwnPostgres.start(folder);
        Database database =
            Database.open(
                Settings.of(
                    new ServerAddress(postgres.url(), postgres.user(), postgres.password())))) {
      Jdbi jdbi = Jdbi.create(database.dataSource());
      HealthCheck health = new DatabaseHealth(database);
      assertThat(health.check().state()).isEqualTo(HealthCheck.State.UP);
      assertThat(database.failures()).isZero();

      postgres.stop();
      assertThatThrownBy(health::check).isInstanceOf(Unavailable.class);
      assertThatThrownBy(() -> jdbi.useHandle(h -> h.execute("select 1")))
          .satisfies(e -> assertThat(DatabaseFailures.unavailable(e)).isPresent());
      // The first ones may still have met the old connection, and its end.
      Await.until(
          "a new connection was tried in vain",
          () -> {
            assertThatThrownBy(health::check).isInstanceOf(Unavailable.class);
            return health.suspicion().orElse("").contains("refused");
          });

      postgres.startAgain();
      assertThat(health.check().state()).isEqualTo(HealthCheck.State.UP);
      assertThat(health.suspicion()).isEmpty();
      long failures = database.failures();
      assertThat(failures).isPositive();
      int answer = jdbi.withHandle(h -> h.createQuery("select 1").mapTo(Integer.class).one());
      assertThat(answer).isEqualTo(1);
      assertThat(database.failures()).isEqualTo(failures);
    }
  }

  @Test
  void a_pool_that_has_no_connection_left_is_unavailable_and_a_wrong_statement_is_not()
      throws SQLException {
    try (TestDatabase test = TestDatabase.fresh();
        Database database =
            Database.open(
                Settings.of(new ServerAddress(test.url(), test.user(), test.password())))) {
      Jdbi jdbi = Jdbi.create(database.dataSource());
      assertThatThrownBy(() -> jdbi.useHandle(h -> h.execute("select nonsense")))
          .satisfies(e -> assertThat(DatabaseFailures.unavailable(e)).isEmpty());
      try (var one = database.dataSource().getConnection();
          var two = database.dataSource().getConnection();
          var three = database.dataSource().getConnection();
          var four = database.dataSource().getConnection()) {
        assertThat(database.usage().active()).isEqualTo(4);
        assertThat(List.of(one, two, three, four)).doesNotHaveDuplicates();
        assertThatThrownBy(database.dataSource()::getConnection)
            .satisfies(e -> assertThat(DatabaseFailures.unavailable(e)).isPresent());
      }
      assertThat(database.failures()).isZero();
    }
  }

  @Test
  void pods_that_start_at_once_migrate_once() throws Exception {
    try (TestDatabase test = TestDatabase.fresh();
        ExecutorService pods = Executors.newFixedThreadPool(4)) {
      test.jdbi().useHandle(h -> h.execute("drop schema public cascade; create schema public"));
      Callable<Boolean> start =
          () -> {
            Migrations.run(test.dataSource(), SystemTime.source(), Duration.ofSeconds(5));
            return true;
          };
      List<Future<Boolean>> done =
          pods.invokeAll(IntStream.range(0, 4).mapToObj(i -> start).toList());
      for (Future<Boolean> pod : done) {
        assertThat(pod.get()).isTrue();
      }
      assertThat(count(test, "select count(*) from flyway_schema_history where not success"))
          .isZero();
      assertThat(
              count(
                  test,
                  "select count(*) - count(distinct version) from flyway_schema_history"
                      + " where version is not null"))
          .isZero();
    }
  }

  @Test
  void a_schema_of_a_newer_release_is_left_alone() {
    try (TestDatabase test = TestDatabase.fresh()) {
      test.jdbi()
          .useHandle(h ->
              h.execute(
                  "insert into flyway_schema_history (installed_rank, version, description,"
                      + " type, script, checksum, installed_by, execution_time, success)"
                      + " values (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 1, 'x', 1,"
                      + " true)"));
      Migrations.run(test.dataSource(), SystemTime.source(), Duration.ofSeconds(5));
      assertThat(count(test, "select count(*) from flyway_schema_history where version = '9999'"))
          .isEqualTo(1);
    }
  }

  @Test
  void a_database_that_never_answers_ends_the_wait() {
    Settings nowhere =
        Settings.of(new ServerAddress("jdbc:postgresql://127.0.0.1:1/none", "u", "p"));
    try (Database database = Database.open(nowhere)) {
      assertThatThrownBy(() ->
              Migrations.run(database.dataSource(), SystemTime.source(), Duration.ofMillis(300)))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("does not let us in");
    }
  }

  @Test
  void both_notations_of_the_address_are_read_and_what_it_says_stands() {
    Settings settings = new Settings(Optional.empty(), Optional.empty(), Optional.empty());
    ServerAddress libpq = DatabaseUrl.of(settings, "postgresql://me:pw@db:5433/x?sslmode=require");
    assertThat(libpq.url()).startsWith("jdbc:postgresql://db:5433/x?sslmode=require&");
    assertThat(libpq.user()).isEqualTo("me");
    assertThat(libpq.password()).isEqualTo("pw");
    assertThat(libpq.toString()).doesNotContain("pw");
    assertThat(DatabaseUrl.of(settings, "jdbc:postgresql://db/x?socketTimeout=1").url())
        .contains("socketTimeout=1")
        .doesNotContain("socketTimeout=60")
        .contains("tcpKeepAlive=true");
    assertThatThrownBy(() -> DatabaseUrl.of(settings, "mysql://db/x"))
        .hasMessageContaining("must start with jdbc:postgresql://");
  }

  private static int count(TestDatabase test, String sql) {
    return test.jdbi().withHandle(h -> h.createQuery(sql).mapTo(Integer.class).one());
  }
}
