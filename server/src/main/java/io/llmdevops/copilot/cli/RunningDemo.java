package io.llmdevops.copilot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A demo writes where it is into `target/copilot.demo`: its address, and its process.
final class RunningDemo {
  private RunningDemo() {}

  static Optional<Path> file(Session session) {
    return session.home().map(home -> home.resolve("target/copilot.demo"));
  }

  /// Where the demo of this folder runs, if one does.
  static Optional<String> url(Session session) {
    return file(session).filter(Files::isReadable).flatMap(RunningDemo::living);
  }

  private static Optional<String> living(Path file) {
    try {
      List<String> lines = Files.readAllLines(file);
      boolean alive =
          lines.size() == 2 && ProcessHandle.of(Long.parseLong(lines.get(1))).isPresent();
      return alive ? Optional.of(lines.getFirst()) : Optional.empty();
    } catch (IOException | NumberFormatException half) {
      return Optional.empty();
    }
  }
}
