package io.llmdevops.copilot.cli;

import io.llmdevops.copilot.cli.server.IncidentDoc;
import io.llmdevops.copilot.cli.server.Query;
import io.llmdevops.copilot.cli.server.ServerClient;
import io.llmdevops.copilot.cli.text.Humane;
import io.llmdevops.copilot.cli.text.Ink;
import io.llmdevops.copilot.cli.text.Ink.Tone;
import io.llmdevops.copilot.cli.text.Table;
import io.llmdevops.copilot.cli.text.Table.Cell;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list",
    description = "List incidents, the latest first. Without a filter: open ones.")
final class IncidentListCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final ServerAccess access = new ServerAccess();
  @Mixin private final OutputFormat output = new OutputFormat();
  @Mixin private final PageOptions pages = new PageOptions();

  @Option(names = "--all", description = "Resolved and suppressed ones, too.")
  private boolean all;

  @Option(
      names = "--status",
      split = ",",
      paramLabel = "STATUS",
      description = "detected, investigating, acknowledged, mitigated, resolved, suppressed.")
  private List<String> statuses = List.of();

  @Option(
      names = "--severity",
      split = ",",
      paramLabel = "SEVERITY",
      description = "critical, warning, info.")
  private List<String> severities = List.of();

  @Option(names = "--service", paramLabel = "NAME", description = "Those that touch this service.")
  private @Nullable String service;

  @Option(names = "--search", paramLabel = "TEXT", description = "Text in the title.")
  private @Nullable String text;

  IncidentListCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Query list =
        Query.of("/api/v1/incidents")
            .with("open", all || !statuses.isEmpty() ? null : "true")
            .withEach("status", statuses)
            .withEach("severity", severities)
            .with("service", service)
            .with("q", text);
    try (ServerClient client = access.connect(session)) {
      var page = client.get(pages.of(list).text()).body();
      if (output.json()) {
        OutputFormat.print(session, page);
        return ExitStatus.DONE.number();
      }
      print(IncidentDoc.items(page.path("items")).stream().map(IncidentDoc::new).toList());
      PageOptions.tellOfMore(session, page);
      return ExitStatus.DONE.number();
    }
  }

  private void print(List<IncidentDoc> incidents) {
    if (incidents.isEmpty()) {
      session
          .screen()
          .line(all || !statuses.isEmpty() ? "No incidents." : "No open incidents. All: --all");
      return;
    }
    Instant now = session.time().instant();
    Table table = Table.of("INCIDENT", "SEVERITY", "STATUS", ">DETECTED", "SERVICES", "~TITLE");
    for (IncidentDoc incident : incidents) {
      table.row(
          new Cell(incident.label(), Tone.STRONG),
          new Cell(incident.severity(), Ink.ofSeverity(incident.severity())),
          new Cell(incident.status(), Ink.ofStatus(incident.status())),
          Cell.of(incident.detectedAt().map(at -> Humane.ago(at, now)).orElse("")),
          Cell.of(services(incident.services())),
          Cell.of(incident.headline().orElse(incident.title())));
    }
    table.print(session.screen());
  }

  private static String services(List<String> services) {
    return services.size() <= 2
        ? String.join(", ", services)
        : services.getFirst() + " +" + (services.size() - 1);
  }
}
