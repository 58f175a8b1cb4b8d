package io.llmdevops.copilot.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.platform.config.Configuration;
import io.llmdevops.copilot.testkit.Await;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/// A trace of a request reaches a collector, over the protocol that is configured.
abstract class TracesContract {
  @TestHTTPResource("/")
  URI server = URI.create("/");

  @ConfigProperty(name = "quarkus.otel.exporter.otlp.endpoint")
  URI collector = URI.create("/");

  /// The settings that the start makes of `COPILOT_TELEMETRY_*`.
  abstract static class Traced implements QuarkusTestProfile {
    private final String protocol;

    Traced(String protocol) {
      this.protocol = protocol;
    }

    @Override
    public Map<String, String> getConfigOverrides() {
      Path nowhere = Path.of(System.getProperty("java.io.tmpdir"), "copilot-no-such-folder");
      Map<String, String> settings =
          new HashMap<>(
              ServerProcess.tracing(
                  Configuration.load(
                      Optional.empty(),
                      Map.of(
                          "COPILOT_DATA_DIR",
                          nowhere.toString(),
                          "COPILOT_TELEMETRY_OTLP_ENDPOINT",
                          "http://127.0.0.1:" + freePort(),
                          "COPILOT_TELEMETRY_OTLP_PROTOCOL",
                          protocol),
                      nowhere)));
      settings.put("quarkus.otel.bsp.schedule.delay", "100ms");
      return settings;
    }

    private static int freePort() {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// As the protocol demands it.
  abstract String exportPath();

  @Test
  void a_request_arrives_at_the_collector_as_a_trace() throws Exception {
    try (TraceCollector receiver = TraceCollector.listen(collector.getPort());
        HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(server.resolve("/api/v1/incidents")).GET().build();
      assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);

      Await.until(
          "the span of the request arrives",
          () ->
              receiver.received().stream()
                  .filter(export -> export.path().equals(exportPath()))
                  .anyMatch(export ->
                      export.body().contains("/api/v1/incidents")
                          && export.body().contains("llm-copilot-agent")));
    }
  }
}
