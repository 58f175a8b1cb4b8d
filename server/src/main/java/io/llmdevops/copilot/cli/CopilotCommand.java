package io.llmdevops.copilot.cli;

import io.llmdevops.copilot.platform.time.SystemTime;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line's main class. Exit codes are those of [ExitStatus].
@Command(
    name = "copilot",
    description = "Watches services, and explains what breaks.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExit codes: ",
    footer = "0 done, 1 failed, 2 wrong usage, 3 something needed is not there, 4 refused.",
    subcommands = {
      StartCommand.class,
      DemoCommand.class,
      IncidentsCommand.class,
      SignalsCommand.class,
      ModelsCommand.class,
      DoctorCommand.class,
      VerifyCommand.class,
      VersionCommand.class,
      CompletionCommand.class,
      TrainingCommand.class,
      HelpCommand.class
    })
public final class CopilotCommand {
  public static void main(String[] args) {
    System.exit(run(Session.of(SystemTime.source()), args));
  }

  static int run(Session session, String... args) {
    return line(session).execute(args.length == 0 ? new String[] {"help"} : args);
  }

  static CommandLine line(Session session) {
    CommandLine line = new CommandLine(CopilotCommand.class, new Commands(session));
    addHelp(line);
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(session.screen().isTerminal() ? Ansi.ON : Ansi.OFF));
    line.setUsageHelpWidth(Math.clamp(session.screen().width(), 60, 100));
    line.setErr(session.err());
    line.setParameterExceptionHandler((problem, given) -> usage(session, problem));
    line.setExecutionExceptionHandler((failure, command, result) -> failed(session, failure));
    return line;
  }

  /// `-h` for the program and each of its commands; `help` brings its own.
  private static void addHelp(CommandLine line) {
    if (line.getCommand() instanceof HelpCommand) {
      return;
    }
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
    line.getSubcommands().values().forEach(CopilotCommand::addHelp);
  }

  /// Makes each command with the session that it runs in.
  private record Commands(Session session) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      try {
        return type.cast(type.getDeclaredConstructor(Session.class).newInstance(session));
      } catch (NoSuchMethodException plain) {
        return CommandLine.defaultFactory().create(type);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException(type + " could not be made", e);
      }
    }
  }

  private static int usage(Session session, ParameterException problem) {
    session.err().println("copilot: " + problem.getMessage());
    if (problem instanceof UnmatchedArgumentException unmatched) {
      List<String> near = unmatched.getSuggestions();
      if (!near.isEmpty()) {
        session.err().println("Did you mean " + String.join(" or ", near) + "?");
      }
    }
    session
        .err()
        .println("See: " + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help");
    return ExitStatus.USAGE.number();
  }

  private static int failed(Session session, Exception failure) {
    ExitStatus status = ExitStatus.of(failure);
    boolean known = failure instanceof io.llmdevops.copilot.platform.errors.CopilotException;
    session.err().println("copilot: " + (known ? failure.getMessage() : failure));
    if (!known && session.variable("COPILOT_DEBUG").isPresent()) {
      failure.printStackTrace(session.err());
    }
    return status.number();
  }
}
