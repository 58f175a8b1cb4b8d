package io.llmdevops.copilot.testkit;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A program that a test needs. Where it is absent the test is skipped, and under `CI=true` it
/// fails: nobody reads the skips of a green build.
public final class Tool {
  private Tool() {}

  public static Path find(String program, String debianPackage) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseGet(() -> absent(program, debianPackage));
  }

  private static Path absent(String program, String debianPackage) {
    String message = program + " is not installed: apt-get install " + debianPackage;
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(message);
    }
    return abort(message);
  }
}
