package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A real PostgreSQL that belongs to this process and keeps its data in a folder of the user.
///
/// It listens on a free port of 127.0.0.1, with a generated password. It is started through
/// `pg_ctl`, which detaches it from our process group: Ctrl-C in a terminal reaches us only, so
/// that requests in flight still find their database. When we are killed it lives on; the next
/// start finds it by its `postmaster.pid`, shuts it down in order and starts its own, so nothing
/// that was acknowledged is lost. When it ends by itself it is started again.
public final class EmbeddedPostgres implements AutoCloseable {
  /// What the programs, an empty database and its first write-ahead log take.
  private static final long FIRST_MEGABYTES = 160;

  /// For a laptop: little memory, full durability.
  static final Map<String, String> DURABLE =
      Map.of("fsync", "on", "synchronous_commit", "on", "max_connections", "50");

  private final PostgresCluster cluster;
  private final PostgresKeeper keeper;
  private final DataFolderLock lock;
  private final ServerAddress address;

  private EmbeddedPostgres(
      PostgresCluster cluster, PostgresKeeper keeper, DataFolderLock lock, ServerAddress address) {
    this.cluster = cluster;
    this.keeper = keeper;
    this.lock = lock;
    this.address = address;
  }

  /// Starts the database of this data folder, which is made if it is not there.
  ///
  /// @param progress told, in a line each, what takes a while
  /// @throws io.llmdevops.copilot.platform.errors.CopilotException.Conflict another server uses it
  /// @throws Unavailable it cannot be started; the message says why and what to do
  public static EmbeddedPostgres start(Path dataFolder, Consumer<String> progress) {
    return start(dataFolder, dataFolder.resolve("postgres/programs"), DURABLE, progress);
  }

  static EmbeddedPostgres start(
      Path dataFolder, Path programs, Map<String, String> settings, Consumer<String> progress) {
    PostgresBinaries.require(programs);
    Path folder = privateFolder(dataFolder).resolve("postgres");
    DataFolderLock lock = DataFolderLock.take(dataFolder);
    try {
      privateFolder(folder);
      if (!Files.isDirectory(folder.resolve("data"))) {
        DiskSpace.require(folder, FIRST_MEGABYTES, "a new database");
      }
      PostgresBinaries binaries = PostgresBinaries.unpacked(programs, progress);
      PostgresCluster cluster =
          new PostgresCluster(binaries, UnprivilegedUser.forFolder(folder), folder);
      cluster.requireMajor();
      if (!cluster.isMade()) {
        progress.accept("Creating the database in " + cluster.data());
        cluster.initialise();
      }
      cluster.stopOrphan(progress);
      String password = cluster.password();
      int port = cluster.launch(PostgresCluster.ANY_PORT, settings);
      PostgresKeeper keeper = new PostgresKeeper(cluster, port, settings);
      keeper.start();
      return new EmbeddedPostgres(
          cluster,
          keeper,
          lock,
          new ServerAddress(
              "jdbc:postgresql://127.0.0.1:" + port + "/" + PostgresCluster.DATABASE,
              PostgresCluster.USER,
              password));
    } catch (IOException e) {
      lock.close();
      throw new Unavailable("the database in " + folder + " failed: " + e, Duration.ZERO, e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  public ServerAddress address() {
    return address;
  }

  Path folder() {
    return cluster.folder();
  }

  /// Why the server does not run at the moment; empty while it does.
  Optional<String> trouble() {
    return keeper.trouble();
  }

  long megabytesLeft() {
    try {
      return DiskSpace.megabytes(cluster.folder());
    } catch (IOException e) {
      throw new Unavailable("the disk of " + cluster.folder() + ": " + e, Duration.ZERO, e);
    }
  }

  /// Lets transactions that run fail, writes everything to disk, and ends the server.
  @Override
  public void close() {
    keeper.close();
    cluster.stop();
    lock.close();
  }

  private static Path privateFolder(Path folder) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x--x")));
      return folder;
    } catch (IOException e) {
      throw new Unavailable(
          "cannot create the data folder " + folder + ": " + e + ". Set COPILOT_DATA_DIR.",
          Duration.ZERO,
          e);
    }
  }
}
