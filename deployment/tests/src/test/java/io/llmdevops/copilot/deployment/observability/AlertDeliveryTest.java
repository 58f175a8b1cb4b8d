package io.llmdevops.copilot.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.deployment.repository.Repository;
import io.llmdevops.copilot.testkit.AlertmanagerProcess;
import io.llmdevops.copilot.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real Alertmanager with the configuration that is delivered. Changed in it are only addresses,
/// the folder of the secrets, the waits, and TLS to the mail server.
class AlertDeliveryTest {
  private static final String PAGERDUTY = "/v2/enqueue";
  private static final String SLACK = "/services/T00/B00/secret-of-slack";
  private static final String COPILOT = "/api/v1/webhooks/alertmanager";

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpSink web = new HttpSink();
  private final MailSink mail = new MailSink();
  private final List<AutoCloseable> running = new ArrayList<>(List.of(web, mail, http));

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable one : running.reversed()) {
      one.close();
    }
  }

  @Test
  void
      critical_rings_the_pager_warning_is_in_the_channel_info_is_a_letter_and_what_follows_is_muted()
          throws Exception {
    AlertmanagerProcess alertmanager = AlertmanagerProcess.start(folder, configuration());
    running.add(alertmanager);
    Instant began = Instant.now();
    // QueueOld follows from the lost database and is not told beside it.
    String muted = "CopilotQueueOld";
    for (String alert :
        List.of(
            "CopilotDatabaseConnectionFailures",
            "CopilotHeapNearlyFull",
            muted,
            "CopilotNothingWatched")) {
      send(alertmanager.url(), alert, began, began.plus(Duration.ofHours(1)));
    }

    Await.until("the pager rings", () -> !web.at(PAGERDUTY).isEmpty());
    JsonNode event = web.at(PAGERDUTY).getFirst().body();
    assertThat(event.path("routing_key").asText()).isEqualTo("secret-of-pagerduty");
    assertThat(event.path("event_action").asText()).isEqualTo("trigger");
    assertThat(event.at("/payload/severity").asText()).isEqualTo("critical");
    assertThat(event.at("/payload/summary").asText())
        .isEqualTo("llm-copilot-agent cannot connect to PostgreSQL");
    assertThat(event.at("/links/0/href").asText())
        .endsWith("/docs/operate/alerts/CopilotDatabaseConnectionFailures.md");

    Await.until("the channel has a message", () -> !web.at(SLACK).isEmpty());
    JsonNode message = web.at(SLACK).getFirst().body();
    assertThat(message.path("channel").asText()).isEqualTo("#llm-copilot-alerts");
    assertThat(message.at("/attachments/0/title").asText())
        .isEqualTo("FIRING: CopilotHeapNearlyFull (1 firing)");
    assertThat(message.at("/attachments/0/actions/0/url").asText())
        .endsWith("/docs/operate/alerts/CopilotHeapNearlyFull.md");

    Await.until("there is a letter", () -> !mail.letters().isEmpty());
    MailSink.Letter letter = mail.letters().getFirst();
    assertThat(letter.login()).isEqualTo("alertmanager@example.org secret-of-mail");
    assertThat(letter.to())
        .singleElement()
        .asString()
        .contains("llm-copilot-operators@example.org");
    // Quoted-printable breaks long lines.
    assertThat(letter.text().replace("=\n", ""))
        .contains("Subject: CopilotNothingWatched: The copilot watches nothing")
        .contains("docs/operate/alerts/CopilotNothingWatched.md");

    Await.until("the copilot hears of all of them that are not muted", () -> copilotKnows(3));
    assertThat(web.at(COPILOT).getFirst().authorization())
        .isEqualTo("Bearer secret-of-the-copilot");
    assertThat(state(alertmanager.url(), muted)).isEqualTo("suppressed");
    assertThat(web.at(SLACK)).noneMatch(one -> one.body().toString().contains(muted));
    assertThat(web.at(PAGERDUTY)).hasSize(1);

    send(alertmanager.url(), "CopilotDatabaseConnectionFailures", began, Instant.now());
    Await.until("the pager is told that it is over", () -> web.at(PAGERDUTY).size() == 2);
    JsonNode over = web.at(PAGERDUTY).getLast().body();
    assertThat(over.path("event_action").asText()).isEqualTo("resolve");
    assertThat(over.path("dedup_key")).isEqualTo(event.path("dedup_key"));
    Await.until(
        "what was muted is told now",
        () -> web.at(SLACK).stream().anyMatch(one -> one.body().toString().contains(muted)));
  }

  private boolean copilotKnows(int alerts) {
    return web.at(COPILOT).stream()
            .map(one -> one.body().at("/commonLabels/alertname").asText())
            .distinct()
            .count()
        == alerts;
  }

  private String configuration() throws IOException {
    Map.of(
            "pagerduty-routing-key", "secret-of-pagerduty",
            "slack-webhook-url", web.url(SLACK),
            "smtp-password", "secret-of-mail",
            "copilot-webhook-token", "secret-of-the-copilot")
        .forEach((name, secret) -> write(folder.resolve(name), secret));
    String config = Repository.read(Places.ALERTMANAGER);
    config = changed(config, "/etc/alertmanager/secrets/llm-copilot-alertmanager", folder + "");
    config = changed(config, "https://events\\.pagerduty\\.com/v2/enqueue", web.url(PAGERDUTY));
    config =
        changed(
            config,
            "http://llm-copilot-agent\\.llm-copilot\\.svc\\.cluster\\.local/[a-z0-9/]+",
            web.url(COPILOT));
    config = changed(config, "smtp\\.example\\.org:587", "127.0.0.1:" + mail.port());
    config = changed(config, "smtp_require_tls: true", "smtp_require_tls: false");
    config = changed(config, "group_wait: \\w+", "group_wait: 1s");
    return changed(config, "group_interval: \\w+", "group_interval: 2s");
  }

  private static String changed(String config, String pattern, String replacement) {
    String changed = config.replaceAll(pattern, replacement);
    assertThat(changed).as("with " + pattern + " replaced").isNotEqualTo(config);
    return changed;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// As Prometheus does, with the labels and annotations of the rule.
  private void send(URI alertmanager, String alert, Instant began, Instant ends) throws Exception {
    Rules.Rule rule =
        Rules.alerts().stream().filter(one -> one.name().equals(alert)).findFirst().orElseThrow();
    Map<String, String> labels = new java.util.TreeMap<>(rule.labels());
    labels.put("alertname", alert);
    String body =
        new ObjectMapper()
            .writeValueAsString(
                List.of(
                    Map.of(
                        "labels", labels,
                        "annotations", rule.annotations(),
                        "startsAt", began.toString(),
                        "endsAt", ends.toString())));
    HttpRequest request =
        HttpRequest.newBuilder(alertmanager.resolve("/api/v2/alerts"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private String state(URI alertmanager, String alert) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                alertmanager.resolve("/api/v2/alerts?filter=alertname%3D%22" + alert + "%22"))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    return new ObjectMapper().readTree(answer.body()).at("/0/status/state").asText();
  }
}
