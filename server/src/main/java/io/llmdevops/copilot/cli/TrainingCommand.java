package io.llmdevops.copilot.cli;

import com.sun.net.httpserver.HttpServer;
import io.llmdevops.copilot.cli.demo.ServerTraining;
import io.llmdevops.copilot.cli.text.Screen;
import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Runs the quick commands against a server of its own, so that a JVM with `-XX:AOTCacheOutput`
/// sees the classes that they need; or lets a server run for the same end. Called by the launcher
/// after a build, and by the build of the container image.
@Command(name = "training", hidden = true, description = "Used by the build.")
final class TrainingCommand implements Callable<Integer> {
  private static final String ANSWER =
      """
      {"items": [{"label": "INC-1", "severity": "critical", "status": "detected",
      "detected_at": "2026-01-01T00:00:00Z", "services": ["shop", "bank"], "title": "slow",
      "service": "shop", "kind": "latency", "unit": "s", "observed": 0.91, "expected": 0.04,
      "onset": "2026-01-01T00:00:00Z", "watch": "shop latency"}], "next": "more",
      "label": "INC-1", "services": ["shop"], "suspects": [], "timeline": []}
      """;

  @Option(
      names = "--server",
      paramLabel = "FILE",
      description = "Make the cache of the server's classes.")
  private @Nullable Path server;

  @Option(
      names = "--installed",
      paramLabel = "FOLDER",
      description = "The server of this folder, as in the container image, and not the launcher's.")
  private @Nullable Path installed;

  private final Session session;

  TrainingCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (server == null) {
      trainCommands();
    } else if (installed != null) {
      ServerTraining.run(new ServerTraining.Installed(installed), server);
    } else {
      ServerTraining.run(
          session.home().orElseThrow(() -> new BadRequest("only the launcher trains")), server);
    }
    return ExitStatus.DONE.number();
  }

  private void trainCommands() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = ANSWER.getBytes(StandardCharsets.UTF_8);
          // 0: in chunks, as the server answers.
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      Screen nowhere = new Screen(new PrintWriter(Writer.nullWriter()), Optional.of(80), Map.of());
      PrintWriter silence = new PrintWriter(Writer.nullWriter());
      Session quiet =
          new Session(Map.of("COPILOT_URL", url), nowhere, silence, session.time(), session.home());
      for (List<String> words :
          List.of(
              List.of("version"),
              List.of("help"),
              List.of("signals"),
              List.of("models"),
              List.of("incidents", "list"),
              List.of("incidents", "list", "--output", "json"),
              List.of("incidents", "show", "INC-1"),
              List.of("incidents", "ack", "INC-1", "--comment", "training"))) {
        CopilotCommand.run(quiet, words.toArray(String[]::new));
      }
    } finally {
      server.stop(0);
    }
  }
}
