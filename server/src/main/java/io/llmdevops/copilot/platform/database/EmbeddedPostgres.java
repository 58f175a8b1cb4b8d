package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A real PostgreSQL that belongs to this process and keeps its data in a folder of the user.
///
/// It listens on a free port of 127.0.0.1, with a generated password. It is started through
/// `pg_ctl`, which detaches it from our process group: Ctrl-C in a terminal reaches us only, so
/// that requests in flight still find their database. When we are killed it lives on; the next
/// start finds it by its `postmaster.pid`, shuts it down in order and starts its own, so nothing
/// that was acknowledged is lost.
public final class EmbeddedPostgres implements AutoCloseable {
  private static final String USER = "llm_user";
  private static final String DATABASE = "llm_copilot";
  private static final int START_ATTEMPTS = 10;

  /// For a laptop: little memory, full durability.
  static final Map<String, String> DURABLE =
      Map.of("fsync", "on", "synchronous_commit", "on", "max_connections", "50");

  private final PostgresBinaries binaries;
  private final UnprivilegedUser user;
  private final DataFolderLock lock;
  private final Path folder;
  private final ServerAddress address;

  private EmbeddedPostgres(
      PostgresBinaries binaries,
      UnprivilegedUser user,
      DataFolderLock lock,
      Path folder,
      ServerAddress address) {
    this.binaries = binaries;
    this.user = user;
    this.lock = lock;
    this.folder = folder;
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
    Path folder = privateFolder(dataFolder).resolve("postgres");
    DataFolderLock lock = DataFolderLock.take(dataFolder);
    try {
      privateFolder(folder);
      PostgresBinaries binaries = PostgresBinaries.unpacked(programs, progress);
      Path data = folder.resolve("data");
      requireMajor(data, binaries);
      UnprivilegedUser user = UnprivilegedUser.forFolder(folder);
      if (!Files.isDirectory(data)) {
        progress.accept("Creating the database in " + data);
        initialise(binaries, user, folder);
      }
      stopOrphan(binaries, user, folder, progress);
      String password = Files.readString(folder.resolve("password")).strip();
      int port = launch(binaries, user, folder, settings);
      return new EmbeddedPostgres(
          binaries,
          user,
          lock,
          folder,
          new ServerAddress(
              "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE, USER, password));
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

  /// Lets transactions that run fail, writes everything to disk, and ends the server.
  @Override
  public void close() {
    stop(binaries, user, folder.resolve("data"));
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

  private static void requireMajor(Path data, PostgresBinaries binaries) throws IOException {
    Path file = data.resolve("PG_VERSION");
    if (!Files.exists(file)) {
      return;
    }
    String written = Files.readString(file).strip();
    if (!written.equals(binaries.major())) {
      throw new Unavailable(
          "the data in "
              + data
              + " was written by PostgreSQL "
              + written
              + ", this release carries "
              + binaries.major()
              + ". Dump it with the release that wrote it (docs/operate/database.md), or start"
              + " afresh with another COPILOT_DATA_DIR.",
          Duration.ZERO,
          null);
    }
  }

  /// Makes the cluster beside its place and moves it there when it is complete.
  private static void initialise(PostgresBinaries binaries, UnprivilegedUser user, Path folder)
      throws IOException {
    Path half = folder.resolve("data.new");
    PostgresBinaries.delete(half);
    byte[] secret = new byte[24];
    new SecureRandom().nextBytes(secret);
    Path password = folder.resolve("password");
    Files.deleteIfExists(password);
    Files.createFile(
        password,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(password, HexFormat.of().formatHex(secret) + "\n");
    Files.setAttribute(password, "unix:uid", user.uid());
    must(
        "create a database in " + folder,
        PostgresProgram.run(
            user,
            binaries.program("initdb"),
            List.of(
                "--pgdata=" + half,
                "--username=" + USER,
                "--pwfile=" + password,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-instructions"),
            ""));
    must(
        "create the database " + DATABASE,
        PostgresProgram.run(
            user,
            binaries.program("postgres"),
            List.of("--single", "-D", half.toString(), "postgres"),
            "create database " + DATABASE + ";\n"));
    Files.writeString(half.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
    Files.move(half, folder.resolve("data"), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void must(String what, PostgresProgram done) {
    if (done.failed()) {
      throw new Unavailable(
          "PostgreSQL could not " + what + ": " + done.output(), Duration.ZERO, null);
    }
  }

  /// We hold the lock of the folder, so a server that still runs on it lost its owner.
  private static void stopOrphan(
      PostgresBinaries binaries, UnprivilegedUser user, Path folder, Consumer<String> progress)
      throws IOException {
    Path data = folder.resolve("data");
    Path pidFile = data.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    Optional<ProcessHandle> left =
        Files.readAllLines(pidFile).stream()
            .findFirst()
            .filter(line -> line.matches("\\d{1,18}"))
            .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
            .filter(EmbeddedPostgres::isPostgres);
    if (left.isPresent()) {
      progress.accept(
          "Stopping the database that an earlier server left behind (process "
              + left.get().pid()
              + ")");
      stop(binaries, user, data);
    } else {
      // Its number may belong to another program by now, which would make PostgreSQL refuse.
      Files.delete(pidFile);
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> command.endsWith("/postgres"))
        .orElse(process.isAlive());
  }

  private static void stop(PostgresBinaries binaries, UnprivilegedUser user, Path data) {
    PostgresProgram fast = stop(binaries, user, data, "fast", 60);
    if (fast.failed() && Files.exists(data.resolve("postmaster.pid"))) {
      // The next start then recovers from the write-ahead log.
      stop(binaries, user, data, "immediate", 10);
    }
  }

  private static PostgresProgram stop(
      PostgresBinaries binaries, UnprivilegedUser user, Path data, String mode, int seconds) {
    return PostgresProgram.run(
        user,
        binaries.program("pg_ctl"),
        List.of("stop", "-D", data.toString(), "-m", mode, "-w", "-t", "" + seconds),
        "");
  }

  private static int launch(
      PostgresBinaries binaries, UnprivilegedUser user, Path folder, Map<String, String> settings)
      throws IOException {
    Path log = folder.resolve("postgres.log");
    String reason = "";
    for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
      int port = freePort();
      Files.writeString(
          folder.resolve("data/postgresql.conf"), PostgresSettings.file(port, settings));
      Files.deleteIfExists(log);
      PostgresProgram started =
          PostgresProgram.run(
              user,
              binaries.program("pg_ctl"),
              List.of(
                  "start",
                  "-D",
                  folder.resolve("data").toString(),
                  "-l",
                  log.toString(),
                  "-w",
                  "-t",
                  "600"),
              "");
      if (!started.failed()) {
        return port;
      }
      reason = lastComplaint(log, started.output());
      // The port was taken in between, or the workers of a killed server are still leaving.
      boolean passing =
          reason.contains("could not bind")
              || reason.contains("could not create any TCP/IP sockets")
              || reason.contains("shared memory block");
      if (!passing) {
        break;
      }
    }
    throw new Unavailable(
        "PostgreSQL does not start: " + reason + " (all of it: " + log + ")", Duration.ZERO, null);
  }

  private static String lastComplaint(Path log, String otherwise) throws IOException {
    if (!Files.exists(log)) {
      return otherwise;
    }
    List<String> lines = Files.readAllLines(log);
    return Arrays.stream(new String[] {"could not bind", "FATAL:", "PANIC:", "ERROR:"})
        .flatMap(word -> lines.stream().filter(line -> line.contains(word)))
        .findFirst()
        .orElse(otherwise);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
