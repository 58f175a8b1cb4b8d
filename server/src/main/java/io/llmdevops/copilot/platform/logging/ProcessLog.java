package io.llmdevops.copilot.platform.logging;

import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import java.io.Console;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.formatters.PatternFormatter;

/// Sets format and level of the log of this process, at start and while it runs.
public final class ProcessLog {
  private static final Map<String, Level> LEVELS =
      Map.of(
          "trace", org.jboss.logmanager.Level.TRACE,
          "debug", org.jboss.logmanager.Level.DEBUG,
          "info", org.jboss.logmanager.Level.INFO,
          "warn", org.jboss.logmanager.Level.WARN,
          "error", org.jboss.logmanager.Level.ERROR);

  /// Libraries say much below this; our own packages follow the chosen level.
  private static final String OURS = "io.llmdevops.copilot";

  private ProcessLog() {}

  public static void configure(LogSettings settings) {
    boolean json =
        switch (settings.format()) {
          case "json" -> true;
          case "text" -> false;
          default -> Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty();
        };
    for (Handler handler : InitialConfigurator.DELAYED_HANDLER.getHandlers()) {
      handler.setFormatter(
          json
              ? new JsonLines()
              : new PatternFormatter("%d{HH:mm:ss.SSS} %-5p %s%e  %X{trace_id}[%c{1}]%n"));
    }
    level(settings.level());
  }

  /// The level of our own packages; `trace` and `debug` leave the libraries at `info`.
  ///
  /// @throws BadRequest it is none of the five
  public static void level(String name) {
    Level level = LEVELS.get(name.toLowerCase(Locale.ROOT));
    if (level == null) {
      throw new BadRequest("the level is \"" + name + "\", allowed: " + String.join(", ", names()));
    }
    LogContext context = LogContext.getLogContext();
    context.getLogger(OURS).setLevel(level);
    boolean quieter = level.intValue() > Level.INFO.intValue();
    context.getLogger("").setLevel(quieter ? level : org.jboss.logmanager.Level.INFO);
  }

  public static String level() {
    Level level = LogContext.getLogContext().getLogger(OURS).getLevel();
    return level == null ? "info" : JsonLines.level(level);
  }

  public static List<String> names() {
    return List.of("trace", "debug", "info", "warn", "error");
  }
}
