package io.llmdevops.copilot.deployment.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A program that ran to its end, without standard input.
///
/// @param exit its exit code
/// @param output what it wrote, standard output and error together
public record Ran(int exit, String output) {
  /// In a folder, with the environment of the test.
  public static Ran in(Path folder, List<String> command) {
    return ran(new ProcessBuilder(command).directory(folder.toFile()));
  }

  /// In a folder, with no environment but this one.
  public static Ran in(Path folder, List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    return ran(builder);
  }

  private static Ran ran(ProcessBuilder builder) {
    try {
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
