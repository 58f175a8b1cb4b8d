package io.llmdevops.copilot.deployment.manifests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/// Where things lie: the repository, and the shared data beside it, which is not part of it.
public final class Repository {
  public static final Path ROOT = root();
  public static final Path KUBERNETES = ROOT.resolve("deployment/kubernetes");
  static final Path CHART = ROOT.resolve("deployment/helm/llm-copilot-agent");

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

  /// Skips the test when it is not there; under CI nothing is skipped.
  static Path sharedData(String name) {
    return up().map(folder -> folder.resolve("shared/data").resolve(name))
        .filter(Files::exists)
        .findFirst()
        .orElseGet(() -> {
          require(false, "shared/data/" + name + " beside the repository");
          return Path.of(name);
        });
  }

  public static void require(boolean present, String what) {
    if ("true".equals(System.getenv("CI"))) {
      Assertions.assertTrue(present, "missing: " + what);
    }
    assumeTrue(present, "missing: " + what);
  }

  public static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  /// A file that is made from others: written with -Dupdate=true, compared otherwise.
  static String renewed(Path file, String expected) throws IOException {
    if (Boolean.getBoolean("update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
    }
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
