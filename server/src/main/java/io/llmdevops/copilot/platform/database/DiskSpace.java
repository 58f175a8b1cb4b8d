package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// How much may still be written where a folder lies.
final class DiskSpace {
  private static final long MEGABYTE = 1024 * 1024;

  private DiskSpace() {}

  static long megabytes(Path folder) throws IOException {
    return Files.getFileStore(folder).getUsableSpace() / MEGABYTE;
  }

  /// In words, for messages.
  static String left(Path folder) {
    try {
      return megabytes(folder) + " MB left on its disk";
    } catch (IOException e) {
      return "how much is left on its disk is not known: " + e;
    }
  }

  /// Better than to stop half way.
  ///
  /// @param purpose such as `a new database`
  /// @throws Unavailable there is less
  static void require(Path folder, long megabytes, String purpose) throws IOException {
    long left = megabytes(folder);
    if (left < megabytes) {
      throw new Unavailable(
          "%s in %s needs %d MB, and %d MB are left on that disk. Make room, or set COPILOT_DATA_DIR."
              .formatted(purpose, folder, megabytes, left),
          Duration.ZERO,
          null);
    }
  }
}
