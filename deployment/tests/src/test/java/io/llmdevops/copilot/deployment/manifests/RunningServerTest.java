package io.llmdevops.copilot.deployment.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The program itself, started as the configuration of the base says (but on loopback and with its
/// own database): what the manifests ask of it, it answers.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunningServerTest {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final HttpClient http = HttpClient.newHttpClient();
  private int port;

  @SuppressWarnings("NullAway.Init")
  private Process server;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    Path jar = Repository.ROOT.resolve("server/target/quarkus-app/quarkus-run.jar");
    Repository.require(Files.exists(jar), "the built server (./copilot build)");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            ProcessHandle.current().info().command().orElse("java"),
            "@" + Repository.ROOT.resolve("server/src/main/jvm.options"),
            "-Xmx256m",
            "-jar",
            jar.toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("COPILOT_"));
    builder.environment().put("COPILOT_SERVER_HOST", "127.0.0.1");
    builder.environment().put("COPILOT_SERVER_PORT", Integer.toString(port));
    builder.environment().put("COPILOT_DATA_DIR", folder.resolve("data").toString());
    builder.environment().put("COPILOT_PROMETHEUS_URL", "http://127.0.0.1:9");
    Path config = Files.writeString(folder.resolve("copilot.yaml"), withoutDatabase());
    builder.environment().put("COPILOT_CONFIG", config.toString());
    Path log = folder.resolve("server.log");
    server = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    awaitStart(log);
  }

  /// Of the database nothing may be said when the server brings its own.
  private static String withoutDatabase() throws IOException {
    String base = Repository.read(Repository.KUBERNETES.resolve("base/config/copilot.yaml"));
    return base.replaceFirst("(?m)^  tls: require\n", "");
  }

  private void awaitStart(Path log) throws IOException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (status("/health/started") != 200) {
      assertThat(server.isAlive() && System.nanoTime() < end).as(Files.readString(log)).isTrue();
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  @AfterAll
  void stop() throws InterruptedException {
    if (server != null) {
      server.destroy();
      if (!server.waitFor(60, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
  }

  @Test
  void every_path_that_something_asks_for_is_answered() {
    List<String> paths = new ArrayList<>();
    for (Manifest deployment : Agents.deployments(Variant.PRODUCTION.manifests())) {
      JsonNode container = deployment.at("/spec/template/spec/containers/0");
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        paths.add(container.path(probe).at("/httpGet/path").asText());
      }
      paths.add(deployment.at("/spec/template/metadata/annotations/prometheus.io~1path").asText());
    }
    Manifest alb =
        Manifest.named(Variant.BASE_WITH_ALB.manifests(), "Ingress", "llm-copilot-agent-ingress");
    paths.add(alb.at("/metadata/annotations/alb.ingress.kubernetes.io~1healthcheck-path").asText());
    paths.add("/health");

    assertThat(paths)
        .hasSize(6)
        .allSatisfy(path -> assertThat(status(path)).as(path).isEqualTo(200));
    assertThat(status("/health/nowhere")).isEqualTo(404);
  }

  @Test
  void the_metric_that_pods_are_scaled_on_is_there_and_is_a_gauge() throws Exception {
    String scrape = get("/metrics").body();
    List<String> metrics =
        Manifest.of(Variant.BASE.manifests(), "HorizontalPodAutoscaler")
            .flatMap(hpa -> Manifest.elements(hpa.at("/spec/metrics")))
            .map(metric -> metric.at("/pods/metric/name").asText())
            .filter(name -> !name.isEmpty())
            .toList();

    assertThat(metrics)
        .hasSize(1)
        .allSatisfy(name -> assertThat(scrape).contains("# TYPE " + name + " gauge"));
    JsonNode adapter =
        Manifest.yaml(
            Repository.read(Repository.KUBERNETES.resolve("addons/prometheus-adapter.yaml")));
    assertThat(Manifest.elements(adapter.at("/rules/custom")).map(r -> r.at("/name/as").asText()))
        .isEqualTo(metrics);
    assertThat(scrape).doesNotContain("# TYPE copilot_nothing");
  }

  @Test
  void the_webhooks_that_the_mesh_lets_in_are_there() {
    List<String> allowed =
        Manifest.of(Variant.PRODUCTION.manifests(), "AuthorizationPolicy")
            .flatMap(policy -> Manifest.elements(policy.at("/spec/rules")))
            .flatMap(rule -> Manifest.elements(rule.at("/to/0/operation/paths")))
            .map(JsonNode::asText)
            .distinct()
            .toList();

    assertThat(allowed)
        .containsExactlyInAnyOrder("/metrics", "/health", "/health/*", "/api/v1/webhooks/*");
    assertThat(Stream.of("/api/v1/webhooks/alertmanager").map(this::status))
        // Only to be posted to, but there.
        .containsExactly(405);
  }

  private int status(String path) {
    try {
      return get(path).statusCode();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(10))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
