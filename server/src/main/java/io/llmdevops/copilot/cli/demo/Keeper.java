package io.llmdevops.copilot.cli.demo;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A small shell that outlives this process and cleans up when this process was killed. It knows
/// that from the end of the pipe between them, which comes however a process ends.
final class Keeper {
  private final Process shell;
  private final Writer line;

  private Keeper(Process shell) {
    this.shell = shell;
    this.line = shell.outputWriter(StandardCharsets.UTF_8);
  }

  /// @param folder to delete at the end
  /// @param marker a file to delete, too
  static Keeper start(Path folder, @Nullable Path marker) {
    try {
      Process shell =
          new ProcessBuilder("sh", "-c", script())
              .directory(Path.of("/").toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Keeper keeper = new Keeper(shell);
      keeper.tell("folder " + folder);
      if (marker != null) {
        keeper.tell("marker " + marker);
      }
      return keeper;
    } catch (IOException e) {
      throw new Unavailable("sh cannot be started: " + e.getMessage(), Duration.ZERO, e);
    }
  }

  void mind(Child child) {
    tell("pid " + child.pid());
  }

  /// All is cleaned up already.
  void dismiss() {
    tell("done");
    try {
      line.close();
      shell.waitFor(5, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(String what) {
    try {
      line.write(what + "\n");
      line.flush();
    } catch (IOException e) {
      throw new Unavailable("the demo's keeper is gone: " + e.getMessage(), Duration.ZERO, e);
    }
  }

  private static String script() throws IOException {
    try (InputStream in = Objects.requireNonNull(Keeper.class.getResourceAsStream("keeper.sh"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
