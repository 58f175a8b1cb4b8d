package io.llmdevops.copilot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.cli.server.IncidentDoc;
import io.llmdevops.copilot.cli.server.ServerClient;
import io.llmdevops.copilot.cli.text.Ink.Tone;
import io.llmdevops.copilot.cli.text.Table;
import io.llmdevops.copilot.cli.text.Table.Cell;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "models",
    description = "List the configured language models: provider, limits, price, state.",
    subcommands = ModelTestCommand.class)
final class ModelsCommand implements Callable<Integer> {
  private final Session session;
  @Mixin private final ServerAccess access = new ServerAccess();
  @Mixin private final OutputFormat output = new OutputFormat();

  ModelsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (ServerClient client = access.connect(session)) {
      JsonNode list = client.get("/api/v1/models").body();
      if (output.json()) {
        OutputFormat.print(session, list);
      } else {
        print(IncidentDoc.items(list.path("items")));
      }
      return ExitStatus.DONE.number();
    }
  }

  private void print(List<JsonNode> models) {
    if (models.isEmpty()) {
      session
          .screen()
          .line("No model is configured, and none is needed. How to add one: docs/use/models.md");
      return;
    }
    Table table =
        Table.of("MODEL", "ASKED", "PROVIDER", "~CALLED", ">OUT", ">CONTEXT", ">PRICE", "STATE");
    for (JsonNode model : models) {
      JsonNode provider = model.path("provider");
      table.row(
          new Cell(model.path("name").asText(), Tone.STRONG),
          Cell.of(asked(model)),
          Cell.of(provider.path("name").asText() + " (" + provider.path("type").asText() + ")"),
          Cell.of(model.path("model").asText()),
          Cell.of(model.path("max_output_tokens").asText()),
          Cell.of(model.path("context_tokens").asText("")),
          Cell.of(price(model)),
          state(provider));
    }
    table.print(session.screen());
  }

  private static String asked(JsonNode model) {
    if (model.path("standard").asBoolean()) {
      return "first";
    }
    return model.hasNonNull("fallback") ? "fallback " + model.path("fallback").asInt() : "by name";
  }

  /// Of a million tokens, in and out.
  private static String price(JsonNode model) {
    return model.hasNonNull("price_input")
        ? String.format(
            Locale.ROOT,
            "%.2f/%.2f",
            model.path("price_input").asDouble(),
            model.path("price_output").asDouble())
        : "";
  }

  private static Cell state(JsonNode provider) {
    return switch (provider.path("breaker").asText()) {
      case "closed" -> new Cell("well, " + busy(provider), Tone.GOOD);
      case "open" -> new Cell("left alone after failures", Tone.BAD);
      default -> new Cell("being tried again", Tone.WARNING);
    };
  }

  private static String busy(JsonNode provider) {
    return provider.path("in_flight").asInt() + "/" + provider.path("parallel").asInt() + " busy";
  }
}
