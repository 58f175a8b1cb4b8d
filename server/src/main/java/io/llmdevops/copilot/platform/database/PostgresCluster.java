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

/// The files of one PostgreSQL and the server that runs on them: made, started, found again and
/// stopped by the programs of PostgreSQL itself.
///
/// @param user who runs it and owns its files
/// @param folder holds `data`, `password` and `postgres.log`
record PostgresCluster(PostgresBinaries binaries, UnprivilegedUser user, Path folder) {
  static final String USER = "llm_user";
  static final String DATABASE = "llm_copilot";

  /// For [#launch]: any port that is free.
  static final int ANY_PORT = 0;

  private static final int START_ATTEMPTS = 10;

  Path data() {
    return folder.resolve("data");
  }

  private Path log() {
    return folder.resolve("postgres.log");
  }

  boolean isMade() {
    return Files.isDirectory(data());
  }

  String password() throws IOException {
    return Files.readString(folder.resolve("password")).strip();
  }

  /// Data of another major release are left alone.
  void requireMajor() throws IOException {
    Path file = data().resolve("PG_VERSION");
    if (!Files.exists(file)) {
      return;
    }
    String written = Files.readString(file).strip();
    if (!written.equals(binaries.major())) {
      throw new Unavailable(
          "the data in "
              + data()
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
  void initialise() throws IOException {
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
    PostgresProgram created =
        PostgresProgram.run(
            user,
            binaries.program("postgres"),
            List.of("--single", "-D", half.toString(), "postgres"),
            "create database " + DATABASE + ";\n");
    must("create the database " + DATABASE, created);
    // In this mode a statement that failed, on a full disk for example, ends with 0 all the same.
    if (created.output().contains("ERROR:")) {
      throw refused("create the database " + DATABASE, created.output());
    }
    Files.writeString(half.resolve("pg_hba.conf"), "host all all 127.0.0.1/32 scram-sha-256\n");
    Files.move(half, data(), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void must(String what, PostgresProgram done) {
    if (done.failed()) {
      throw refused(what, done.output());
    }
  }

  private static Unavailable refused(String what, String output) {
    return new Unavailable(
        "PostgreSQL could not " + what + ": " + first(output.lines().toList()).orElse(output),
        Duration.ZERO,
        null);
  }

  /// The server that runs on these files, whoever started it.
  Optional<ProcessHandle> process() throws IOException {
    Path pidFile = data().resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    return Files.readAllLines(pidFile).stream()
        .findFirst()
        .filter(line -> line.matches("\\d{1,18}"))
        .flatMap(line -> ProcessHandle.of(Long.parseLong(line)))
        .filter(PostgresCluster::isPostgres);
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> command.endsWith("/postgres"))
        .orElse(process.isAlive());
  }

  /// We hold the lock of the folder, so a server that still runs on it lost its owner.
  void stopOrphan(Consumer<String> progress) throws IOException {
    Optional<ProcessHandle> left = process();
    if (left.isPresent()) {
      progress.accept(
          "Stopping the database that an earlier server left behind (process "
              + left.get().pid()
              + ")");
      stop();
    } else {
      // Its number may belong to another program by now, which would make PostgreSQL refuse.
      Files.deleteIfExists(data().resolve("postmaster.pid"));
    }
  }

  void stop() {
    PostgresProgram fast = stop("fast", 60);
    if (fast.failed() && Files.exists(data().resolve("postmaster.pid"))) {
      // The next start then recovers from the write-ahead log.
      stop("immediate", 10);
    }
  }

  private PostgresProgram stop(String mode, int seconds) {
    return PostgresProgram.run(
        user,
        binaries.program("pg_ctl"),
        List.of("stop", "-D", data().toString(), "-m", mode, "-w", "-t", "" + seconds),
        "");
  }

  /// Starts the server and says on which port it listens.
  ///
  /// @throws Unavailable with PostgreSQL's own reason
  int launch(int wanted, Map<String, String> settings) throws IOException {
    String reason = "";
    for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
      int port = wanted == ANY_PORT ? freePort() : wanted;
      configure(PostgresSettings.file(port, settings));
      Files.deleteIfExists(log());
      PostgresProgram started =
          PostgresProgram.run(
              user,
              binaries.program("pg_ctl"),
              List.of("start", "-D", data().toString(), "-l", log().toString(), "-w", "-t", "600"),
              "");
      if (!started.failed()) {
        return port;
      }
      reason = complaint().orElse(started.output());
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
        "PostgreSQL does not start: "
            + reason
            + " (all of it: "
            + log()
            + "; "
            + DiskSpace.left(folder)
            + ")",
        Duration.ZERO,
        null);
  }

  /// Written only when it changes: on a full disk it would be cut to nothing.
  private void configure(String text) throws IOException {
    Path file = data().resolve("postgresql.conf");
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
  }

  /// What the server's log says went wrong.
  Optional<String> complaint() throws IOException {
    return Files.exists(log()) ? first(Files.readAllLines(log())) : Optional.empty();
  }

  private static Optional<String> first(List<String> lines) {
    return Arrays.stream(new String[] {"could not bind", "PANIC:", "FATAL:", "ERROR:"})
        .flatMap(word -> lines.stream().filter(line -> line.contains(word)))
        .findFirst();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
