package io.llmdevops.copilot.cli.doctor;

import io.llmdevops.copilot.incidents.Quantity;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Programs, disk and folders.
final class MachineChecks {
  private static final int JAVA = 25;
  private static final long LITTLE = 1L << 30;
  private static final long TOO_LITTLE = 200L << 20;

  private final String path;

  /// @param path the variable PATH
  MachineChecks(String path) {
    this.path = path;
  }

  Finding java(Runtime.Version version) {
    return version.feature() >= JAVA
        ? Finding.ok("java", version + " in " + System.getProperty("java.home"))
        : Finding.fail(
            "java", version + " is too old", "Install a JDK " + JAVA + " and set JAVA_HOME to it.");
  }

  Finding maven() {
    return find("mvn")
        .map(file -> Finding.ok("maven", file.toString()))
        .orElseGet(() ->
            Finding.warn(
                "maven",
                "not on the PATH; changed sources cannot be built",
                "Install Maven 3.8 or newer."));
  }

  Finding prometheus() {
    return find("prometheus")
        .map(file -> Finding.ok("prometheus", file + ", for the demo"))
        .orElseGet(
            () -> Finding.ok("prometheus", "none on the PATH; the demo uses its built-in scraper"));
  }

  private Optional<Path> find(String program) {
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// @param folder may not be there yet; then its nearest parent is asked
  Finding disk(Path folder) throws IOException {
    return disk(folder, Files.getFileStore(existing(folder)).getUsableSpace());
  }

  static Finding disk(Path folder, long free) {
    String detail = new Quantity((double) free, "bytes").plain() + " free for " + folder;
    if (free < TOO_LITTLE) {
      return Finding.fail("disk", detail, "Free some space, or choose another COPILOT_DATA_DIR.");
    }
    return free < LITTLE
        ? Finding.warn("disk", detail, "Keep 1 GiB free; a full disk stops the database.")
        : Finding.ok("disk", detail);
  }

  List<Finding> dataFolder(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      Path parent = existing(folder);
      return List.of(
          Files.isWritable(parent)
              ? Finding.ok("data folder", folder + " will be made at the first start")
              : Finding.fail(
                  "data folder",
                  folder + " cannot be made: " + parent + " is not writable",
                  "Make it, or choose another COPILOT_DATA_DIR."));
    }
    if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
      return List.of(
          Finding.fail(
              "data folder",
              folder + " is not a folder that this user can write",
              "Mend its owner and mode, or choose another COPILOT_DATA_DIR."));
    }
    if (Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_READ)) {
      return List.of(
          Finding.warn("data folder", folder + " can be read by everybody", "chmod o-r " + folder));
    }
    return List.of(
        Finding.ok(
            "data folder",
            folder + holder(folder).map(pid -> ", in use by server process " + pid).orElse("")));
  }

  /// The process of the server that runs on this folder.
  static Optional<String> holder(Path folder) throws IOException {
    Path file = folder.resolve("server.lock");
    if (!Files.isWritable(file)) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        @Nullable FileLock lock = channel.tryLock()) {
      return lock == null ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    }
  }

  private static Path existing(Path folder) {
    Path found = folder.toAbsolutePath();
    while (!Files.exists(found) && found.getParent() != null) {
      found = found.getParent();
    }
    return found;
  }
}
