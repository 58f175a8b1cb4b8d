package io.llmdevops.copilot.deployment.observability;

import io.llmdevops.copilot.testkit.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program that ran to its end, with both outputs in one text.
record Ran(int exit, String output) {
  static Ran promtool(Path folder, List<String> arguments) {
    return of(Tool.find("promtool", "prometheus"), folder, arguments);
  }

  static Ran amtool(List<String> arguments) {
    return of(Tool.find("amtool", "prometheus-alertmanager"), Places.ROOT, arguments);
  }

  private static Ran of(Path program, Path folder, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
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
