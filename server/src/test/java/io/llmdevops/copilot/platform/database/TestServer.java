package io.llmdevops.copilot.platform.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import org.flywaydb.core.Flyway;

/// The PostgreSQL server of this test JVM and, on it, one migrated database that serves as the
/// template of all others: a copy takes some 30 ms where migrating takes a second.
///
/// With `COPILOT_TEST_DB_URL` (`jdbc:postgresql://host:port/db?user=U&password=P`, a user who may
/// create databases) it is that server, so that the same tests run on PostgreSQL 15.
record TestServer(String host, int port, String user, String password, String template) {
  private static final String SHARED = "copilot.test.server";

  // Whichever class loader of the JVM asks DriverManager first gets the drivers; each other one has
  // to load its own.
  static {
    try {
      Class.forName("org.postgresql.Driver");
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Quarkus loads test classes a second time in a class loader of its own; a system property is
  /// what both see, so that a JVM starts one server only.
  static TestServer shared() {
    synchronized (System.getProperties()) {
      String known = System.getProperty(SHARED);
      if (known == null) {
        TestServer server = start();
        System.setProperty(
            SHARED,
            String.join(
                "\n",
                server.host,
                Integer.toString(server.port),
                server.user,
                server.password,
                server.template));
        return server;
      }
      String[] parts = known.split("\n", -1);
      return new TestServer(parts[0], Integer.parseInt(parts[1]), parts[2], parts[3], parts[4]);
    }
  }

  private static TestServer start() {
    String template = "copilot_template_" + randomName();
    TestServer server =
        Optional.ofNullable(System.getenv("COPILOT_TEST_DB_URL"))
            .map(url -> droppedAtExit(external(url, template)))
            .orElseGet(() -> embedded(template));
    server.execute("create database " + template);
    Flyway.configure()
        .dataSource(server.url(template), server.user, server.password)
        .load()
        .migrate();
    return server;
  }

  /// Programs are unpacked once a build, data live as long as the JVM.
  private static TestServer embedded(String template) {
    Path data = Path.of(System.getProperty("java.io.tmpdir"), template);
    EmbeddedPostgres postgres =
        EmbeddedPostgres.start(
            data,
            Path.of("target/postgres").toAbsolutePath(),
            Map.of("fsync", "off", "full_page_writes", "off", "max_connections", "200"),
            line -> {});
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> remove(postgres, data), "stop-test-server"));
    ServerAddress address = postgres.address();
    URI uri = URI.create(address.url().substring("jdbc:".length()));
    return new TestServer(
        uri.getHost(), uri.getPort(), address.user(), address.password(), template);
  }

  private static void remove(EmbeddedPostgres postgres, Path data) {
    postgres.close();
    try {
      PostgresBinaries.delete(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestServer droppedAtExit(TestServer server) {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> server.drop(server.template), "drop-test-template"));
    return server;
  }

  private static TestServer external(String url, String template) {
    URI uri = URI.create(url.replaceFirst("^jdbc:", ""));
    int port = uri.getPort() < 0 ? 5432 : uri.getPort();
    return new TestServer(
        uri.getHost(), port, parameter(uri, "user"), parameter(uri, "password"), template);
  }

  private static String parameter(URI uri, String name) {
    return Arrays.stream(Objects.requireNonNullElse(uri.getQuery(), "").split("&"))
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("COPILOT_TEST_DB_URL lacks " + name + "=..."));
  }

  String url(String database) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  /// A new database, a copy of the migrated template.
  String copyOfTemplate() {
    String name = "test_" + randomName();
    execute("create database " + name + " template " + template);
    return name;
  }

  void drop(String database) {
    try {
      execute("drop database if exists " + database + " with (force)");
    } catch (IllegalStateException e) {
      // At the end of the JVM the embedded server may already be gone, with all it held.
      System.getLogger("test.database").log(System.Logger.Level.DEBUG, "not dropped", e);
    }
  }

  void execute(String sql) {
    try (Connection c = connect();
        var statement = c.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /// Not by DriverManager: it serves only the class loader that registered the driver.
  private Connection connect() throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    return Objects.requireNonNull(DatabaseDriver.instance().connect(url("postgres"), login));
  }

  private static String randomName() {
    return UUID.randomUUID().toString().replace("-", "").toLowerCase(Locale.ROOT);
  }
}
