package io.llmdevops.copilot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.llmdevops.copilot.cli.server.IncidentDoc;
import io.llmdevops.copilot.cli.text.Humane;
import io.llmdevops.copilot.cli.text.Ink;
import io.llmdevops.copilot.cli.text.Ink.Tone;
import io.llmdevops.copilot.cli.text.Screen;
import io.llmdevops.copilot.cli.text.Sparkline;
import io.llmdevops.copilot.cli.text.Table;
import io.llmdevops.copilot.cli.text.Table.Cell;
import io.llmdevops.copilot.incidents.Quantity;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An incident on a terminal: what happened, who is suspected and why, what was measured, and how
/// it went.
final class IncidentView {
  private static final int CURVE = 48;
  private static final int CURVES = 6;

  private final URI server;
  private final Screen screen;
  private final Ink ink;
  private final Instant now;

  IncidentView(Session session, URI server) {
    this.server = server;
    this.screen = session.screen();
    this.ink = screen.ink();
    this.now = session.time().instant();
  }

  void print(IncidentDoc incident) {
    screen.line(
        ink.paint(Tone.STRONG, incident.label())
            + "  "
            + ink.paint(Ink.ofSeverity(incident.severity()), incident.severity())
            + "  "
            + ink.paint(Ink.ofStatus(incident.status()), incident.status())
            + "  "
            + Table.clean(incident.title()));
    screen.line(Table.clean(incident.headline().orElse("Not explained yet.")));
    screen.line("");
    field("services", String.join(", ", incident.services()));
    incident.startedAt().ifPresent(at -> field("started", moment(at)));
    incident.detectedAt().ifPresent(at -> field("detected", moment(at)));
    incident.acknowledgedBy().ifPresent(who -> field("acknowledged by", who));
    incident.resolvedAt().ifPresent(at -> field("resolved", moment(at)));
    field("page", server.resolve("/incidents/" + incident.label()).toString());
    List<String> cited = suspects(incident);
    evidence(incident, cited);
    timeline(incident);
  }

  /// The evidence that suspects refer to, in the order of its numbers from 1.
  private List<String> suspects(IncidentDoc incident) {
    List<String> cited = new ArrayList<>();
    List<JsonNode> suspects = IncidentDoc.items(incident.json().path("suspects"));
    if (!suspects.isEmpty()) {
      heading("Suspects");
    }
    for (JsonNode suspect : suspects) {
      StringBuilder numbers = new StringBuilder();
      for (String id : IncidentDoc.texts(suspect.path("evidence"))) {
        if (!cited.contains(id)) {
          cited.add(id);
        }
        numbers.append('[').append(cited.indexOf(id) + 1).append(']');
      }
      screen.line(
          "%2d  %s  %s %s"
              .formatted(
                  suspect.path("rank").asInt(),
                  ink.paint(Tone.STRONG, Table.clean(suspect.path("service").asText())),
                  Table.clean(suspect.path("statement").asText()),
                  ink.paint(Tone.FAINT, numbers.toString())));
    }
    return cited;
  }

  private void evidence(IncidentDoc incident, List<String> cited) {
    Map<String, JsonNode> stored = new HashMap<>();
    for (JsonNode one : incident.json().path("evidence")) {
      stored.put(one.path("id").asText(), one);
    }
    if (!cited.isEmpty()) {
      heading("Evidence");
    }
    for (String id : cited.subList(0, Math.min(CURVES, cited.size()))) {
      JsonNode evidence = stored.getOrDefault(id, MissingNode.getInstance());
      List<Double> values = Curves.first(evidence.path("result"));
      String unit = evidence.path("unit").asText();
      screen.line(
          "%4s  %s  %s"
              .formatted(
                  "[" + (cited.indexOf(id) + 1) + "]",
                  Sparkline.of(values, CURVE),
                  Table.clean(evidence.path("title").asText())
                      + Curves.extent(values, unit).map(text -> "  " + text).orElse("")));
      screen.line("      " + ink.paint(Tone.FAINT, id));
    }
    if (cited.size() > CURVES) {
      screen.line("      and " + (cited.size() - CURVES) + " more, see --output json");
    }
  }

  private void timeline(IncidentDoc incident) {
    List<JsonNode> entries = IncidentDoc.items(incident.json().path("timeline"));
    if (entries.isEmpty()) {
      return;
    }
    heading("Timeline");
    Table table = Table.of("TIME", "WHO", "~WHAT");
    for (JsonNode entry : entries) {
      table.row(
          new Cell(
              IncidentDoc.instant(entry.path("at"))
                  .map(at -> Humane.moment(at, now, ZoneId.systemDefault()))
                  .orElse(""),
              Tone.FAINT),
          Cell.of(entry.path("actor").asText()),
          Cell.of(entry.path("text").asText()));
    }
    table.print(screen);
  }

  private void heading(String text) {
    screen.line("");
    screen.line(ink.paint(Tone.STRONG, text));
  }

  private void field(String name, String value) {
    screen.line(ink.paint(Tone.FAINT, "%-16s".formatted(name)) + Table.clean(value));
  }

  private String moment(Instant at) {
    return Humane.moment(at, now, ZoneId.systemDefault()) + "  (" + Humane.ago(at, now) + ")";
  }

  /// Reads the curves of stored answers.
  private static final class Curves {
    private Curves() {}

    static List<Double> first(JsonNode answer) {
      List<Double> values = new ArrayList<>();
      for (JsonNode value : answer.path("series").path(0).path("values")) {
        values.add(value.isNumber() ? value.doubleValue() : Double.NaN);
      }
      return values;
    }

    static Optional<String> extent(List<Double> values, String unit) {
      var finite = values.stream().filter(Double::isFinite).mapToDouble(v -> v).summaryStatistics();
      return finite.getCount() == 0
          ? Optional.empty()
          : Optional.of(
              new Quantity(finite.getMin(), unit).plain()
                  + " to "
                  + new Quantity(finite.getMax(), unit).plain());
    }
  }
}
