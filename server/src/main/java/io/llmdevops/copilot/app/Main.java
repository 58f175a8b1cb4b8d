package io.llmdevops.copilot.app;

import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Starts the server: reads the configuration, starts the embedded database if none is configured,
/// then boots. What goes wrong before it is up is one line and an [ExitCode].
///
///     java -jar quarkus-run.jar [--config FILE]
@QuarkusMain
public final class Main {
  private Main() {}

  public static void main(String... args) {
    try {
      ServerProcess process = ServerProcess.prepare(configFile(List.of(args)));
      Runtime.getRuntime().addShutdownHook(new Thread(process::awaitEnd, "await-end"));
      Quarkus.run(null, (code, failure) -> end(process, code, failure));
    } catch (ConfigurationError | CopilotException e) {
      throw exit(e);
    }
  }

  private static Optional<Path> configFile(List<String> args) {
    return switch (args) {
      case List<String> a when a.isEmpty() -> Optional.empty();
      case List<String> a when a.size() == 2 && a.getFirst().equals("--config") ->
          Optional.of(Path.of(a.get(1)));
      default ->
          throw new ConfigurationError(
              List.of("unknown arguments " + args + "; usage: [--config FILE]"));
    };
  }

  /// Runs on the main thread when everything of Quarkus has stopped, or has failed to start.
  private static void end(ServerProcess process, int code, @Nullable Throwable failure) {
    process.close();
    if (failure == null) {
      System.exit(code);
    } else {
      throw exit(failure);
    }
  }

  /// Never returns; the type is for the compiler.
  private static IllegalStateException exit(Throwable failure) {
    StartFailure reported = StartFailure.of(failure);
    reported.lines().forEach(line -> System.err.println("copilot: " + line));
    if (reported.code() == ExitCode.INTERNAL) {
      failure.printStackTrace();
    }
    System.exit(reported.code().number());
    return new IllegalStateException(failure);
  }
}
