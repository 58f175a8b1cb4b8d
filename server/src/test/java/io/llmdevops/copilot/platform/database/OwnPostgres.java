package io.llmdevops.copilot.platform.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;

/// A PostgreSQL server for one test, which may stop it, freeze it and let it go on, always on the
/// same port. Nobody starts it again behind the test's back.
public final class OwnPostgres implements AutoCloseable {
  private static final Map<String, String> SETTINGS =
      Map.of("fsync", "off", "full_page_writes", "off", "max_connections", "50");

  private final PostgresCluster cluster;
  private final int port;
  private boolean runs = true;

  private OwnPostgres(PostgresCluster cluster, int port) {
    this.cluster = cluster;
    this.port = port;
  }

  /// @param folder empty, and everybody may enter it
  public static OwnPostgres start(Path folder) {
    PostgresBinaries binaries =
        PostgresBinaries.unpacked(Path.of("target/postgres").toAbsolutePath(), line -> {});
    try {
      PostgresCluster cluster =
          new PostgresCluster(binaries, UnprivilegedUser.forFolder(folder), folder);
      cluster.initialise();
      return new OwnPostgres(cluster, cluster.launch(PostgresCluster.ANY_PORT, SETTINGS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresCluster.DATABASE;
  }

  public String user() {
    return PostgresCluster.USER;
  }

  public String password() {
    try {
      return cluster.password();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The names of all alerts that are stored.
  public List<String> alerts() {
    return Jdbi.create(url(), user(), password())
        .withHandle(h -> h.createQuery("select name from alert").mapTo(String.class).list());
  }

  /// The answer to a query that counts.
  public int count(String sql) {
    return Jdbi.create(url(), user(), password())
        .withHandle(h -> h.createQuery(sql).mapTo(Integer.class).one());
  }

  /// Connections break, new ones are refused.
  public void stop() {
    cluster.stop();
    runs = false;
  }

  public void startAgain() {
    try {
      cluster.launch(port, SETTINGS);
      runs = true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Connections stay and new ones are accepted by the operating system, but nothing answers.
  public void freeze() {
    signal("-STOP");
  }

  public void thaw() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      ProcessHandle postmaster = cluster.process().orElseThrow();
      List<String> command = new ArrayList<>(List.of("kill", name));
      Stream.concat(Stream.of(postmaster), postmaster.descendants())
          .map(process -> Long.toString(process.pid()))
          .forEach(command::add);
      // A worker may have ended meanwhile, so the exit code says nothing.
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    if (runs && Files.exists(cluster.data().resolve("postmaster.pid"))) {
      thaw();
      stop();
    }
  }
}
