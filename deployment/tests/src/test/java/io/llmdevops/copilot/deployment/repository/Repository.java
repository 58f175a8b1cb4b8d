package io.llmdevops.copilot.deployment.repository;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/// Where things lie: the repository, and the shared data beside it, which is not part of it.
public final class Repository {
  /// The folder of the launcher.
  public static final Path ROOT = root();

  public static final Path DEPLOYMENT = ROOT.resolve("deployment");
  public static final Path KUBERNETES = DEPLOYMENT.resolve("kubernetes");
  public static final Path CHART = DEPLOYMENT.resolve("helm/llm-copilot-agent");

  private Repository() {}

  private static Path root() {
    return up().filter(folder -> Files.isRegularFile(folder.resolve("copilot")))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("not run inside of the repository"));
  }

  private static Stream<Path> up() {
    return Stream.iterate(
        Path.of("").toAbsolutePath(), folder -> folder != null, folder -> folder.getParent());
  }

  /// A file or folder of the data. Skips the test when it is not there; under CI nothing is
  /// skipped.
  public static Path sharedData(String name) {
    Path place = sharedDataPlace(name);
    require(Files.exists(place), "shared/data/" + name + " beside the repository");
    return place;
  }

  /// The same without a look whether it is there: the nearest one, or where it should be.
  public static Path sharedDataPlace(String name) {
    return up().map(folder -> folder.resolve("shared/data").resolve(name))
        .filter(Files::exists)
        .findFirst()
        .orElseGet(() -> ROOT.resolveSibling("shared/data").resolve(name));
  }

  /// Skips the test when something is not there that it needs; under CI nothing is skipped.
  public static void require(boolean present, String what) {
    if ("true".equals(System.getenv("CI"))) {
      Assertions.assertTrue(present, "missing: " + what);
    }
    assumeTrue(present, "missing: " + what);
  }

  /// Whether a program can be started by its name.
  public static boolean onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /// A file's text.
  public static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The text of a file, named from the root.
  public static String read(String path) {
    return read(ROOT.resolve(path));
  }

  /// Those in a folder, sorted; not those in folders below.
  public static List<Path> files(Path folder, String suffix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Those in a folder and below, sorted.
  public static List<Path> filesBelow(Path folder, String suffix) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is in a file that is made from others: written with -Dupdate=true first, empty when it is
  /// not there.
  public static String renewed(Path file, String expected) {
    try {
      if (Boolean.getBoolean("update")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, expected);
      }
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
