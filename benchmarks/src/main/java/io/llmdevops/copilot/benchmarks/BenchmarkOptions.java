package io.llmdevops.copilot.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;

/// `data` is the folder of public data sets (not part of this repository); `home` the root of the
/// checkout, for benchmarks that start the real program.
public record BenchmarkOptions(Path data, Path home) {

  /// The named folder below the data folder. Throws with a clear message where it is absent.
  public Path dataset(String name) {
    Path folder = data.resolve(name);
    if (!Files.isDirectory(folder)) {
      throw new BenchmarkFailure(
          "the data set '%s' is not at %s; give the folder that holds it with --data DIR"
              .formatted(name, folder.toAbsolutePath().normalize()));
    }
    return folder;
  }
}
