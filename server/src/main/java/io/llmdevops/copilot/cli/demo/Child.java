package io.llmdevops.copilot.cli.demo;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A program that the demo started. What it says goes to a log in the demo's folder.
final class Child {
  private static final int TAIL = 15;
  private static final long BETWEEN_LOOKS_MILLIS = 100;

  private final String name;
  private final Process process;
  private final Path log;

  private Child(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /// @param environment added to this process's own, of which nothing that configures a copilot is
  ///   handed on: a demo never touches a configured database
  static Child start(
      String name, List<String> command, Map<String, String> environment, Path folder) {
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().keySet().removeIf(variable -> variable.startsWith("COPILOT_"));
    builder.environment().putAll(environment);
    try {
      return new Child(name, builder.start(), log);
    } catch (IOException e) {
      throw new Unavailable(name + " cannot be started: " + e.getMessage(), Duration.ZERO, e);
    }
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String log() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /// @throws Unavailable it ended, or took too long; with the end of its log
  void await(BooleanSupplier ready, Duration longest) throws InterruptedException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!ready.getAsBoolean()) {
      if (!process.isAlive()) {
        throw new Unavailable(lastWords(), Duration.ZERO, null);
      }
      if (System.nanoTime() > deadline) {
        throw new Unavailable(
            name + " is not ready after " + longest.toSeconds() + " s." + tail(),
            Duration.ZERO,
            null);
      }
      TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
    }
  }

  /// How it ended, for a program that should not have.
  String lastWords() {
    return name + " ended with exit code " + process.exitValue() + "." + tail();
  }

  private String tail() {
    List<String> lines = log().lines().toList();
    return lines.isEmpty()
        ? " It said nothing."
        : " Its last lines:\n  "
            + String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL), lines.size()));
  }

  /// Asks it to end.
  void askToEnd() {
    process.destroy();
  }

  /// Waits for its end, and ends it by force when that takes too long.
  void awaitEnd(Duration longest) {
    try {
      if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
