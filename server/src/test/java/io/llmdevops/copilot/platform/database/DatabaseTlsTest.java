package io.llmdevops.copilot.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.platform.time.SystemTime;
import io.llmdevops.copilot.testkit.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// A server whose certificate is for `localhost`, from an authority that only we know.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseTlsTest {
  private Path folder = Path.of("");
  private TestAuthority authority;
  private EmbeddedPostgres postgres;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    folder = temporary;
    authority = TestAuthority.create(folder);
    TestAuthority.Signed own = authority.sign("postgres", "DNS:localhost");
    postgres =
        EmbeddedPostgres.start(
            folder.resolve("data"),
            Path.of("target/postgres").toAbsolutePath(),
            EmbeddedPostgres.DURABLE,
            line -> {});
    Path home = folder.resolve("data/postgres/data");
    Object owner = Files.getAttribute(home, "unix:uid");
    for (var file :
        java.util.Map.of("server.crt", own.certificate(), "server.key", own.key()).entrySet()) {
      Path there = Files.move(file.getValue(), home.resolve(file.getKey()));
      Files.setAttribute(there, "unix:uid", owner);
    }
    try (Database database = Database.open(DatabaseTest.Settings.of(postgres.address()))) {
      Jdbi.create(database.dataSource())
          .useHandle(handle -> {
            handle.execute("alter system set ssl = on");
            handle.execute("select pg_reload_conf()");
          });
    }
  }

  @AfterAll
  void stop() {
    postgres.close();
  }

  private DatabaseTest.Settings settings(String host, String mode, TestAuthority trusted) {
    ServerAddress address = postgres.address();
    return DatabaseTest.Settings.of(
            new ServerAddress(
                address.url().replace("127.0.0.1", host), address.user(), address.password()))
        .withTls(mode, trusted.certificate());
  }

  @Test
  void verify_full_with_the_right_authority_connects_encrypted() {
    try (Database database = Database.open(settings("localhost", "verify-full", authority))) {
      boolean encrypted =
          Jdbi.create(database.dataSource())
              .withHandle(handle ->
                  handle
                      .createQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
                      .mapTo(Boolean.class)
                      .one());
      assertThat(encrypted).isTrue();
    }
  }

  @Test
  void the_certificate_of_a_stranger_is_refused_and_says_what_to_set() {
    try (Database database =
        Database.open(settings("localhost", "verify-full", TestAuthority.create(folder)))) {
      assertThatThrownBy(database::ping)
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("certificate")
          .hasMessageContaining("COPILOT_DB_TLS_CA");
    }
  }

  @Test
  void a_certificate_for_another_name_is_refused_by_verify_full_only() {
    try (Database strict = Database.open(settings("127.0.0.1", "verify-full", authority));
        Database lax = Database.open(settings("127.0.0.1", "verify-ca", authority))) {
      assertThatThrownBy(strict::ping)
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("127.0.0.1")
          .hasMessageContaining("COPILOT_DB_URL");
      lax.ping();
    }
  }

  @Test
  void a_start_does_not_wait_for_trust_to_come_by_itself() {
    try (Database database =
        Database.open(settings("localhost", "verify-full", TestAuthority.create(folder)))) {
      assertThatThrownBy(
              () -> Migrations.run(database.dataSource(), SystemTime.source(), Duration.ofDays(1)))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("COPILOT_DB_TLS_CA");
    }
  }

  @Test
  void an_authority_file_that_is_not_there_is_named() {
    DatabaseTest.Settings right = settings("localhost", "verify-full", authority);
    try (Database database =
        Database.open(
            new DatabaseTest.Settings(
                right.url(),
                right.user(),
                right.password(),
                right.tls(),
                Optional.of("/no/such/ca.pem")))) {
      assertThatThrownBy(database::ping)
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("/no/such/ca.pem");
    }
  }
}
