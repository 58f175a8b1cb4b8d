package io.llmdevops.copilot.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.llmdevops.copilot.cli.server.IncidentDoc;
import io.llmdevops.copilot.cli.server.Query;
import io.llmdevops.copilot.cli.server.ServerClient;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "show", description = "Show an incident: cause, suspects, evidence, timeline.")
final class IncidentShowCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final ServerAccess access = new ServerAccess();
  @Mixin private final OutputFormat output = new OutputFormat();

  @Parameters(paramLabel = "INCIDENT", description = "Its number, as INC-3 or 3.")
  private String incident = "";

  IncidentShowCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (ServerClient client = access.connect(session)) {
      String path = path(incident);
      ObjectNode document = client.get(path).body().deepCopy();
      for (String part : List.of("suspects", "evidence", "timeline")) {
        document.set(part, client.get(path + "/" + part).body().path("items"));
      }
      if (output.json()) {
        OutputFormat.print(session, document);
      } else {
        new IncidentView(session, client.server()).print(new IncidentDoc(document));
      }
      return ExitStatus.DONE.number();
    }
  }

  /// Where the API has it. People write `INC-3`, `inc-3` or `3`.
  static String path(String incident) {
    return "/api/v1/incidents/"
        + Query.segment(incident.matches("\\d+") ? "INC-" + incident : incident);
  }
}
