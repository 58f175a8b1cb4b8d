package io.llmdevops.copilot.cli;

import io.llmdevops.copilot.cli.server.IncidentDoc;
import io.llmdevops.copilot.cli.server.ServerClient;
import io.llmdevops.copilot.cli.server.ServerClient.Answer;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Changes an incident as it is now: the change is conditional on the version that was read, and
/// carries an idempotency key, so that a repeated request counts once.
abstract class IncidentActionCommand implements Callable<Integer> {
  private final Session session;
  private final String action;
  private final String done;
  @Mixin private final ServerAccess access = new ServerAccess();
  @Mixin private final OutputFormat output = new OutputFormat();

  @Parameters(paramLabel = "INCIDENT", description = "Its number, as INC-3 or 3.")
  private String incident = "";

  @Option(
      names = {"-c", "--comment"},
      paramLabel = "TEXT",
      description = "What to add to its timeline.")
  private @Nullable String comment;

  @Option(
      names = "--if-version",
      paramLabel = "N",
      description = "Only if it is still at this version (`version` in the JSON of show).")
  private @Nullable Long version;

  @Command(name = "ack", description = "Acknowledge an incident: somebody takes care of it.")
  static final class Ack extends IncidentActionCommand {
    Ack(Session session) {
      super(session, "acknowledge", "acknowledged");
    }
  }

  @Command(name = "resolve", description = "Resolve an incident: the trouble is over.")
  static final class Resolve extends IncidentActionCommand {
    Resolve(Session session) {
      super(session, "resolve", "resolved");
    }
  }

  private IncidentActionCommand(Session session, String action, String done) {
    this.session = session;
    this.action = action;
    this.done = done;
  }

  @Override
  public Integer call() {
    try (ServerClient client = access.connect(session)) {
      String path = IncidentShowCommand.path(incident);
      String etag = version == null ? client.get(path).etag().orElse("*") : "\"" + version + "\"";
      Answer answer =
          client.post(
              path + "/" + action,
              comment == null ? Map.of() : Map.of("note", comment),
              Map.of("If-Match", etag, "Idempotency-Key", UUID.randomUUID().toString()));
      if (output.json()) {
        OutputFormat.print(session, answer.body());
      } else {
        session.screen().line(new IncidentDoc(answer.body()).label() + " is " + done);
      }
      return ExitStatus.DONE.number();
    }
  }
}
