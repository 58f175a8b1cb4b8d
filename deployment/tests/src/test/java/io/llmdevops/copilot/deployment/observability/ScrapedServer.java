package io.llmdevops.copilot.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.testkit.Await;
import io.llmdevops.copilot.testkit.PackagedCopilot;
import io.llmdevops.copilot.testkit.PrometheusProcess;
import io.llmdevops.copilot.testkit.models.ModelServer;
import io.llmdevops.copilot.testkit.models.OpenAiWire;
import io.llmdevops.copilot.testkit.models.Reply;
import io.llmdevops.copilot.testkit.models.Script;
import io.llmdevops.copilot.testkit.models.WireFormat.Stop;
import io.llmdevops.copilot.testkit.models.WireFormat.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The delivered server, watched by a real Prometheus that has our rules, and watching itself
/// through it.
final class ScrapedServer implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final PrometheusProcess prometheus;
  private final PackagedCopilot copilot;
  private final ModelServer provider;

  private ScrapedServer(
      Path folder, PrometheusProcess prometheus, PackagedCopilot copilot, ModelServer provider) {
    this.provider = provider;
    this.folder = folder;
    this.prometheus = prometheus;
    this.copilot = copilot;
  }

  static ScrapedServer start(Path folder) throws IOException {
    Path metrics = Files.createDirectory(folder.resolve("prometheus"));
    Path server = Files.createDirectory(folder.resolve("server"));
    for (Path rules : Rules.files()) {
      Files.copy(rules, metrics.resolve(rules.getFileName()));
    }
    ModelServer provider = new ModelServer(ScrapedServer::answerOneOfTwo);
    // Each needs the other's address: the server is told first.
    PrometheusProcess prometheus = PrometheusProcess.start(metrics, config("127.0.0.1:1"));
    try {
      PackagedCopilot copilot =
          PackagedCopilot.start(
              server,
              """
              sources:
                prometheus-url: %s
              watches:
                interval: 5s
                lag: 1s
                discovery-interval: 5s
                warm-up: 10s
              log:
                format: json
              llm:
                providers:
                  scripted: {type: openai-compatible, url: "%s/v1"}
                models:
                  gpt: {provider: scripted, model: scripted-1, price-input: 1, price-output: 4}
                  broken: {provider: scripted, model: broken-1}
              """
                  .formatted(prometheus.url(), provider.url()));
      prometheus.reload(config(copilot.url().getAuthority()));
      return new ScrapedServer(folder, prometheus, copilot, provider);
    } catch (RuntimeException | Error e) {
      prometheus.close();
      provider.close();
      throw e;
    }
  }

  /// The labels are those that the ServiceMonitor's targets get.
  private static String config(String target) {
    return """
    global:
      scrape_interval: 1s
      evaluation_interval: 1s
    rule_files: ['*.yaml']
    scrape_configs:
      - job_name: llm-copilot-agent
        static_configs:
          - targets: ['%s']
            labels:
              namespace: llm-copilot
              pod: llm-copilot-agent-a
    """
        .formatted(target);
  }

  /// Requests, an alert that comes and goes, watches, a database that is killed once, a collection.
  void seesAGoodAndABadDay() throws Exception {
    alert("firing");
    Await.until(
        "a watch has had cycles", () -> metrics().contains("copilot_watch_lag_seconds_count"));
    // An error of ours, a request that fails and a connection that cannot be made.
    kill("-9", postmaster());
    Await.until("a request fails", () -> copilot.ask("/api/v1/incidents").statusCode() >= 500);
    Await.until(
        "the failure is counted",
        () -> !metrics().contains("copilot_database_connection_failures_total 0.0"));
    Await.until("the database is back", () -> copilot.ask("/health/ready").statusCode() == 200);
    alert("resolved");
    for (String path : List.of("/", "/api/v1/incidents", "/api/v1/watches", "/nothing")) {
      copilot.ask(path);
    }
    ask("/api/v1/models/gpt/test", "\"ok\":true");
    ask("/api/v1/models/broken/test", "\"problem\":\"overloaded\"");
    collectGarbage();
    Await.until("a pause is counted", () -> metrics().contains("jvm_gc_pause_seconds_count"));
  }

  String metrics() {
    return copilot.ask("/metrics").body();
  }

  private void alert(String status) throws Exception {
    String body =
        """
        {"version":"4","status":"%s","alerts":[{"status":"%s","startsAt":"2026-01-01T00:00:00Z",
         "labels":{"alertname":"Down","service":"cart","severity":"critical"},"annotations":{}}]}
        """
            .formatted(status, status);
    HttpRequest request =
        HttpRequest.newBuilder(copilot.url().resolve("/api/v1/webhooks/alertmanager"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  /// A model that answers, and one whose provider has no room for it.
  private static void answerOneOfTwo(ModelServer.Request request, Reply reply)
      throws IOException, InterruptedException {
    OpenAiWire wire = new OpenAiWire();
    if (request.body().contains("broken-1")) {
      Script.refuse(wire, Trouble.OVERLOADED, Map.of()).answer(request, reply);
    } else {
      Script.answer().text("ready").end(Stop.END).in(wire).answer(request, reply);
    }
  }

  private void ask(String path, String expected) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(copilot.url().resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).body()).contains(expected);
  }

  private String postmaster() throws IOException {
    return Files.readAllLines(folder.resolve("server/copilot/postgres/data/postmaster.pid"))
        .getFirst();
  }

  private static void kill(String signal, String process) throws Exception {
    assertThat(new ProcessBuilder("kill", signal, process).start().waitFor()).isZero();
  }

  private void collectGarbage() throws Exception {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    String process = Long.toString(copilot.jvm().pid());
    assertThat(new ProcessBuilder(jcmd, process, "GC.run").start().waitFor()).isZero();
  }

  /// Of an instant query, now.
  JsonNode answer(String query) {
    return prometheus("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
        .at("/data/result");
  }

  JsonNode prometheus(String path) {
    URI uri = URI.create(prometheus.url() + path);
    try {
      HttpResponse<String> answer =
          http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
      JsonNode json = new ObjectMapper().readTree(answer.body());
      assertThat(json.path("status").asText()).as(answer.body()).isEqualTo("success");
      return json;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  String log() {
    return copilot.log();
  }

  @Override
  public void close() {
    copilot.close();
    prometheus.close();
    provider.close();
    http.close();
  }
}
