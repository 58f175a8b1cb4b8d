package io.llmdevops.copilot.cli;

import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.platform.errors.CopilotException;

/// How a command ends; the launcher and the server use the same numbers.
enum ExitStatus {
  DONE(0),
  /// What was asked for was not done: no such incident, it changed meanwhile, a check failed.
  FAILED(1),
  /// Wrong arguments or configuration.
  USAGE(2),
  /// Something needed is not there: the server, a port, the database.
  UNAVAILABLE(3),
  /// Refused for safety: no token, a wrong one, a file of secrets that others can read.
  REFUSED(4);

  private final int number;

  ExitStatus(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  static ExitStatus of(Throwable failure) {
    return switch (failure) {
      case CopilotException e -> of(e);
      case ConfigurationError e -> USAGE;
      default -> FAILED;
    };
  }

  private static ExitStatus of(CopilotException failure) {
    return switch (failure) {
      case CopilotException.BadRequest b -> USAGE;
      case CopilotException.UnsupportedType u -> FAILED;
      case CopilotException.TooLarge t -> FAILED;
      case CopilotException.Unauthenticated u -> REFUSED;
      case CopilotException.Forbidden f -> REFUSED;
      case CopilotException.NotFound n -> FAILED;
      case CopilotException.Conflict c -> FAILED;
      case CopilotException.PreconditionFailed p -> FAILED;
      case CopilotException.Unavailable u -> UNAVAILABLE;
      case CopilotException.Internal i -> FAILED;
    };
  }
}
