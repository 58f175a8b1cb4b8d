package io.llmdevops.copilot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.cli.server.IncidentDoc;
import io.llmdevops.copilot.cli.server.Query;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How much of a list to ask for, and from where.
final class PageOptions {
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

  Query of(Query list) {
    return list.with("limit", Integer.toString(limit)).with("cursor", cursor);
  }

  /// Beside a table, which does not show it.
  static void tellOfMore(Session session, JsonNode page) {
    if (IncidentDoc.text(page.path("next")).isPresent()) {
      session.err().println("There are more; see --limit and --cursor.");
    }
  }
}
