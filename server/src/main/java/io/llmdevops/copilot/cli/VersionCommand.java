package io.llmdevops.copilot.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "version", description = "Show the version of the program and of Java.")
final class VersionCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final OutputFormat output = new OutputFormat();

  VersionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String java = Runtime.version().toString();
    if (output.json()) {
      ObjectNode document = JsonNodeFactory.instance.objectNode();
      document.put("version", version()).put("java", java);
      OutputFormat.print(session, document);
    } else {
      session.screen().line("LLM CoPilot Agent " + version() + " on Java " + java);
    }
    return ExitStatus.DONE.number();
  }

  /// As the build wrote it down.
  static String version() {
    Properties build = new Properties();
    try (InputStream in = VersionCommand.class.getResourceAsStream("/copilot-build.properties")) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build.getProperty("version", "of unknown origin");
  }
}
