package io.llmdevops.copilot.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
  @TempDir Path folder;

  @Test
  void a_prometheus_answers_queries_and_reads_a_new_configuration() throws Exception {
    try (PrometheusProcess prometheus =
        PrometheusProcess.start(folder, "global: {scrape_interval: 1s}\n")) {
      prometheus.reload("global: {scrape_interval: 7s}\n");

      assertThat(get(prometheus.url().resolve("/api/v1/status/config"))).contains("7s");
    }
  }

  @Test
  void an_alertmanager_answers() throws Exception {
    String config = "route: {receiver: none}\nreceivers: [{name: none}]\n";
    try (AlertmanagerProcess alertmanager = AlertmanagerProcess.start(folder, config)) {
      assertThat(get(alertmanager.url().resolve("/api/v2/alerts"))).startsWith("[]");
    }
  }

  private static String get(URI uri) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
