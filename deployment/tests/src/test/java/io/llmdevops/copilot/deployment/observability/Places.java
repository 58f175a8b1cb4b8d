package io.llmdevops.copilot.deployment.observability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where things lie in this repository.
final class Places {
  static final Path ROOT = root();
  static final Path OBSERVABILITY = ROOT.resolve("deployment/observability");
  static final Path RULES = OBSERVABILITY.resolve("rules");
  static final Path DASHBOARDS = OBSERVABILITY.resolve("grafana");
  static final Path ALERTMANAGER = OBSERVABILITY.resolve("alertmanager/alertmanager.yml");
  static final Path RUNBOOKS = ROOT.resolve("docs/operate/alerts");

  private Places() {}

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("copilot")) || !Files.exists(folder.resolve("pom.xml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("not started inside of the repository");
      }
    }
    return folder;
  }

  /// Sorted, not those in folders below.
  static List<Path> files(Path folder, String suffix) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
