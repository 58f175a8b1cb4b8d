package io.llmdevops.copilot.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Stands here for help and completion: the launcher starts the server itself, so that the server
/// is the process that signals reach.
@Command(
    name = "start",
    description = {
      "Start the server.",
      "Without a configured database it brings its own and keeps the data in your data folder."
          + " Settings: docs/use/configuration.md."
    })
final class StartCommand implements Callable<Integer> {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Configuration. Default: $COPILOT_CONFIG, ./copilot.yaml, the data folder's.")
  @Nullable Path config;

  private final Session session;

  StartCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.err().println("copilot: only the launcher starts a server: ./copilot start");
    return ExitStatus.USAGE.number();
  }
}
