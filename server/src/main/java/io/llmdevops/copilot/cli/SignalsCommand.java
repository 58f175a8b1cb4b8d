package io.llmdevops.copilot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.cli.server.IncidentDoc;
import io.llmdevops.copilot.cli.server.Query;
import io.llmdevops.copilot.cli.server.ServerClient;
import io.llmdevops.copilot.cli.text.Humane;
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
    name = "signals",
    description =
        "List what left its expected range, the latest first. Without --all: what still does.")
final class SignalsCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final ServerAccess access = new ServerAccess();
  @Mixin private final OutputFormat output = new OutputFormat();

  @Option(names = "--all", description = "Those that have ended, too.")
  private boolean all;

  @Option(names = "--service", paramLabel = "NAME", description = "Those of this service.")
  private @Nullable String service;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many, 1 to 200 (${DEFAULT-VALUE}).")
  private int limit;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Go on where a list ended (`next` of the JSON answer).")
  private @Nullable String cursor;

  SignalsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    String path =
        Query.of("/api/v1/signals")
            .with("open", all ? null : "true")
            .with("service", service)
            .with("limit", Integer.toString(limit))
            .with("cursor", cursor)
            .text();
    try (ServerClient client = access.connect(session)) {
      JsonNode page = client.get(path).body();
      if (output.json()) {
        OutputFormat.print(session, page);
      } else {
        print(IncidentDoc.items(page.path("items")));
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
              Humane.quantity(signal.path("observed").asDouble(Double.NaN), unit),
              ended ? Tone.FAINT : Tone.WARNING),
          Cell.of(Humane.quantity(signal.path("expected").asDouble(Double.NaN), unit)),
          Cell.of(
              IncidentDoc.instant(signal.path("onset")).map(at -> Humane.ago(at, now)).orElse("")),
          Cell.of(signal.path("watch").asText()));
    }
    table.print(session.screen());
  }
}
