package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Runs one program of PostgreSQL to its end.
///
/// @param exitCode 0 when it went well
/// @param output both streams
record PostgresProgram(int exitCode, String output) {

  static PostgresProgram run(
      UnprivilegedUser user, Path program, List<String> arguments, String input) {
    List<String> command = new ArrayList<>(user.prefix());
    command.add(program.toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    // A readable folder for every user; PGDATA, PGPORT and the like of our caller mean nothing
    // here.
    builder.directory(Path.of("/").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    try {
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new PostgresProgram(process.waitFor(), output);
    } catch (IOException e) {
      throw new Unavailable("cannot run " + program + ": " + e, Duration.ZERO, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted while running " + program, Duration.ZERO, e);
    }
  }

  boolean failed() {
    return exitCode != 0;
  }
}
