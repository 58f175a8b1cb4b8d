package io.llmdevops.copilot.cli;

import io.llmdevops.copilot.cli.text.Screen;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// What a command runs in.
///
/// @param home folder of the program, when the launcher told
/// @param err for what is no answer: problems, progress
record Session(
    Map<String, String> environment,
    Screen screen,
    PrintWriter err,
    InstantSource time,
    Optional<Path> home) {
  Session {
    environment = Map.copyOf(environment);
  }

  /// The launcher says with `copilot.columns` that standard output is a terminal, and how wide.
  static Session of(InstantSource time) {
    Map<String, String> environment = System.getenv();
    Optional<Integer> columns =
        Optional.ofNullable(Integer.getInteger("copilot.columns")).filter(wide -> wide > 0);
    return new Session(
        environment,
        new Screen(
            new PrintWriter(System.out, false, StandardCharsets.UTF_8), columns, environment),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        time,
        Optional.ofNullable(System.getProperty("copilot.home")).map(Path::of));
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}
