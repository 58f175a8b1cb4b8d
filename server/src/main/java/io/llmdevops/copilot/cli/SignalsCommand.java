package io.llmdevops.copilot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.cli.server.IncidentDoc;
import io.llmdevops.copilot.cli.server.Query;
import io.llmdevops.copilot.cli.server.ServerClient;
import io.llmdevops.copilot.cli.text.Humane;
import io.llmdevops.copilot.cli.text.Ink.Tone;
import io.llmdevops.copilot.cli.text.Table;
import io.llmdevops.copilot.cli.text.Table.Cell;
import io.llmdevops.copilot.incidents.Quantity;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "signals",
    description =
        "List what left its expected range, the latest first. Without --all: what still does.")
final class SignalsCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final ServerAccess access = new ServerAccess();
  @Mixin private final OutputFormat output = new OutputFormat();
  @Mixin private final PageOptions pages = new PageOptions();

  @Option(names = "--all", description = "Those that have ended, too.")
  private boolean all;

  @Option(names = "--service", paramLabel = "NAME", description = "Those of this service.")
  private @Nullable String service;

  SignalsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Query list =
        Query.of("/api/v1/signals").with("open", all ? null : "true").with("service", service);
    try (ServerClient client = access.connect(session)) {
      JsonNode page = client.get(pages.of(list).text()).body();
      if (output.json()) {
        OutputFormat.print(session, page);
      } else {
        print(IncidentDoc.items(page.path("items")));
        PageOptions.tellOfMore(session, page);
      }
      return ExitStatus.DONE.number();
    }
  }

  private void print(List<JsonNode> signals) {
    if (signals.isEmpty()) {
      session.screen().line(all ? "No signals." : "Everything is in its expected range.");
      return;
    }
    Instant now = session.time().instant();
    Table table = Table.of("SERVICE", "WHAT", ">OBSERVED", ">EXPECTED", ">SINCE", "~WATCH");
    for (JsonNode signal : signals) {
      String unit = signal.path("unit").asText();
      boolean ended = IncidentDoc.instant(signal.path("ended_at")).isPresent();
      table.row(
          new Cell(signal.path("service").asText(), Tone.STRONG),
          Cell.of(signal.path("kind").asText().replace('_', ' ')),
          new Cell(
              new Quantity(signal.path("observed").asDouble(Double.NaN), unit).plain(),
              ended ? Tone.FAINT : Tone.WARNING),
          Cell.of(new Quantity(signal.path("expected").asDouble(Double.NaN), unit).plain()),
          Cell.of(
              IncidentDoc.instant(signal.path("onset")).map(at -> Humane.ago(at, now)).orElse("")),
          Cell.of(signal.path("watch").asText()));
    }
    table.print(session.screen());
  }
}
