package io.llmdevops.copilot.deployment.cicd;

import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A repository of its own with what the scripts of the pipeline read and change. Programs that
/// talk to somebody outside (`gh`, `cosign`, ...) are scripts that write down how they were called.
final class Checkout {
  private static final List<String> PARTS =
      List.of("deployment/kubernetes", "deployment/disaster-recovery/backup", "deployment/ci-cd");

  private final Path folder;
  private final Path programs;
  private final Map<String, String> environment = new HashMap<>();

  record Run(int exit, String said) {}

  private Checkout(Path folder, Path programs) {
    this.folder = folder;
    this.programs = programs;
  }

  static Checkout in(Path scratch) throws IOException {
    Checkout checkout =
        new Checkout(
            Files.createDirectories(scratch.resolve("repository")),
            Files.createDirectories(scratch.resolve("programs")));
    for (String part : PARTS) {
      Path source = Repository.ROOT.resolve(part);
      try (Stream<Path> files = Files.walk(source)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path copy = checkout.folder.resolve(part).resolve(source.relativize(file).toString());
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy);
        }
      }
    }
    checkout.git("init", "-q", "-b", "main");
    checkout.commit("as it is");
    return checkout;
  }

  Path folder() {
    return folder;
  }

  void git(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of("git", "-c", "user.name=test", "-c", "user.email=test@example.org"));
    command.addAll(List.of(arguments));
    Run run = run(command);
    if (run.exit() != 0) {
      throw new AssertionError(command + ": " + run.said());
    }
  }

  void commit(String message) {
    git("add", "-A");
    git("commit", "-q", "-m", message);
  }

  void program(String name, String text) throws IOException {
    Path file = programs.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make executable: " + file);
    }
  }

  void set(String variable, String value) {
    environment.put(variable, value);
  }

  Run script(String name, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "/bin/sh", folder.resolve("deployment/ci-cd/scripts").resolve(name).toString()));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private Run run(List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    String path = programs + ":" + System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    builder.environment().clear();
    // No settings of this machine's git, and no cluster.
    builder
        .environment()
        .putAll(
            Map.of(
                "PATH",
                path,
                "HOME",
                programs.toString(),
                "GIT_CONFIG_NOSYSTEM",
                "1",
                "KUBECONFIG",
                "/dev/null"));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
