package io.llmdevops.copilot.app;

import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.platform.database.DatabaseFailures;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigValidationException;
import java.net.BindException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a failed start tells its operator: the first failure in the chain that we know.
record StartFailure(ExitCode code, List<String> lines) {
  StartFailure {
    lines = List.copyOf(lines);
  }

  static StartFailure of(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      switch (t) {
        case ConfigurationError e -> {
          return new StartFailure(ExitCode.USAGE, e.problems());
        }
        case ConfigValidationException e -> {
          return new StartFailure(
              ExitCode.USAGE,
              Stream.iterate(0, i -> i + 1)
                  .limit(e.getProblemCount())
                  .map(i -> e.getProblem(i).getMessage())
                  .toList());
        }
        case CopilotException e -> {
          return of(e);
        }
        case QuarkusBindException e -> {
          return one(ExitCode.UNAVAILABLE, "the port " + e.getPort() + " is in use");
        }
        case BindException e -> {
          return one(ExitCode.UNAVAILABLE, "a port cannot be used: " + e.getMessage());
        }
        default -> {}
      }
    }
    return DatabaseFailures.unavailable(failure)
        .map(away -> one(ExitCode.UNAVAILABLE, away.getMessage()))
        .orElseGet(() -> one(ExitCode.INTERNAL, "the start failed: " + failure));
  }

  private static StartFailure of(CopilotException e) {
    ExitCode code =
        switch (e) {
          case CopilotException.BadRequest b -> ExitCode.USAGE;
          case CopilotException.UnsupportedType u -> ExitCode.USAGE;
          case CopilotException.TooLarge t -> ExitCode.USAGE;
          case CopilotException.Unauthenticated u -> ExitCode.REFUSED;
          case CopilotException.Forbidden f -> ExitCode.REFUSED;
          case CopilotException.NotFound n -> ExitCode.UNAVAILABLE;
          case CopilotException.Conflict c -> ExitCode.UNAVAILABLE;
          case CopilotException.PreconditionFailed p -> ExitCode.UNAVAILABLE;
          case CopilotException.Unavailable u -> ExitCode.UNAVAILABLE;
          case CopilotException.Internal i -> ExitCode.INTERNAL;
        };
    return one(code, e.getMessage());
  }

  private static StartFailure one(ExitCode code, String line) {
    return new StartFailure(code, List.of(line));
  }
}
