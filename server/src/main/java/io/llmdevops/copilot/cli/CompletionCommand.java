package io.llmdevops.copilot.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Prints the completion script; bash and zsh (through its bashcompinit, which the script turns on)
/// read the same one.
@Command(
    name = "completion",
    description = {
      "Print the completion script for bash and zsh.",
      "Use it with: source <(./copilot completion)"
    })
final class CompletionCommand implements Callable<Integer> {
  private final Session session;

  CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CommandLine root = CopilotCommand.line(session);
    session.screen().line(AutoComplete.bash("copilot", root));
    return ExitStatus.DONE.number();
  }
}
