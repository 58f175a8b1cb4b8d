package io.llmdevops.copilot.deployment.terraform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The program `terraform`, run in a copy of a folder of ours, with no configuration of the
/// machine's and no network.
final class Terraform {
  private static final int LONGEST_MINUTES = 5;

  private final Path folder;
  private final Path logs;
  private final Map<String, String> environment;
  private int runs;

  /// What it said, standard output and error together, and how it ended.
  record Run(List<String> command, int exitCode, String output) {
    Run {
      command = List.copyOf(command);
    }

    /// Itself, if the command went well.
    Run succeeded() {
      if (exitCode != 0) {
        throw new AssertionError("%s ended with %d:%n%s".formatted(command, exitCode, output));
      }
      return this;
    }
  }

  private Terraform(Path folder, Path logs, Map<String, String> environment) {
    this.folder = folder;
    this.logs = logs;
    this.environment = environment;
  }

  /// Copies the folder, so that neither a state nor `.terraform` of a developer is touched or used.
  static Terraform inCopyOf(Path source, Path scratch, String reattach) {
    try {
      Path folder = scratch.resolve("terraform");
      try (Stream<Path> files = Files.walk(source)) {
        for (Path file : files.filter(it -> isSource(source.relativize(it))).toList()) {
          Files.createDirectories(folder.resolve(source.relativize(file)).getParent());
          Files.copy(file, folder.resolve(source.relativize(file)));
        }
      }
      Path cliConfiguration =
          Files.writeString(scratch.resolve("terraform.rc"), "disable_checkpoint = true\n");
      return new Terraform(
          folder,
          Files.createDirectories(scratch.resolve("logs")),
          Map.of(
              // Nobody's credentials, and no asking for some at an address outside this machine.
              "AWS_EC2_METADATA_DISABLED",
              "true",
              "AWS_CONFIG_FILE",
              "/dev/null",
              "AWS_SHARED_CREDENTIALS_FILE",
              "/dev/null",
              "TF_CLI_CONFIG_FILE",
              cliConfiguration.toString(),
              "TF_REATTACH_PROVIDERS",
              reattach,
              "TF_IN_AUTOMATION",
              "true",
              "TF_INPUT",
              "0"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isSource(Path relative) {
    String name = relative.toString();
    return name.matches(".*\\.(tf|tfvars|hcl)") && !name.contains(".terraform");
  }

  Path folder() {
    return folder;
  }

  Run run(String... arguments) {
    List<String> command = new ArrayList<>(List.of("terraform"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("TF_") || name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    try {
      Path log = logs.resolve("%03d.log".formatted(runs++));
      Process process = builder.redirectOutput(log.toFile()).start();
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError(
            "%s took more than %d minutes".formatted(command, LONGEST_MINUTES));
      }
      return new Run(command, process.exitValue(), Files.readString(log));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
