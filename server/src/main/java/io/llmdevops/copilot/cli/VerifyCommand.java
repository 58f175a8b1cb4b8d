package io.llmdevops.copilot.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// Stands here for help and completion: the launcher runs the checks.
@Command(name = "verify", description = "Run every check of the project that this machine can do.")
final class VerifyCommand implements Callable<Integer> {
  private final Session session;

  VerifyCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.err().println("copilot: only the launcher verifies: ./copilot verify");
    return ExitStatus.USAGE.number();
  }
}
