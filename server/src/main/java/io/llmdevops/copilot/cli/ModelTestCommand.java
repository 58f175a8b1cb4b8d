package io.llmdevops.copilot.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.cli.server.Query;
import io.llmdevops.copilot.cli.server.ServerClient;
import io.llmdevops.copilot.cli.text.Ink.Tone;
import io.llmdevops.copilot.cli.text.Screen;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "test",
    description = {
      "Ask a model for one word, and tell how long it took and what it used.",
      "Costs a few dozen tokens. Ends with 1 when it does not answer."
    })
final class ModelTestCommand implements Callable<Integer> {
  /// The server gives a model ten minutes unless configured otherwise.
  private static final Duration PATIENCE = Duration.ofMinutes(11);

  private final Session session;
  @Mixin private final ServerAccess access = new ServerAccess();
  @Mixin private final OutputFormat output = new OutputFormat();

  @Parameters(paramLabel = "MODEL", description = "Its name in the configuration.")
  private String model = "";

  ModelTestCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    try (ServerClient client = access.connect(session, PATIENCE)) {
      JsonNode result =
          client
              .post("/api/v1/models/" + Query.segment(model) + "/test", Map.of(), Map.of())
              .body();
      if (output.json()) {
        OutputFormat.print(session, result);
      } else {
        print(result);
      }
      return result.path("ok").asBoolean() ? ExitStatus.DONE.number() : ExitStatus.FAILED.number();
    }
  }

  private void print(JsonNode result) {
    Screen screen = session.screen();
    if (!result.path("ok").asBoolean()) {
      screen.line(
          screen.ink().paint(Tone.BAD, model + " does not answer")
              + ": "
              + result.path("detail").asText()
              + " ("
              + result.path("problem").asText()
              + ")");
      return;
    }
    screen.line(
        screen.ink().paint(Tone.GOOD, model + " answers")
            + ": "
            + shown(result.path("text").asText()));
    screen.line(
        String.format(
            Locale.ROOT,
            "first token after %d ms, all after %d ms; %d tokens in, %d out, cost %.6f; %s",
            result.path("first_token_ms").asLong(),
            result.path("took_ms").asLong(),
            result.path("input_tokens").asLong(),
            result.path("output_tokens").asLong(),
            result.path("cost").asDouble(),
            result.path("reported_model").asText()));
  }

  /// It is text from elsewhere: nothing in it may steer the terminal.
  private static String shown(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", " ").strip();
    return clean.length() > 200 ? clean.substring(0, 200) + "..." : clean;
  }
}
