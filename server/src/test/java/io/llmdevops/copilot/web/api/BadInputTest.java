package io.llmdevops.copilot.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.testkit.Await;
import io.llmdevops.copilot.web.Http;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Nonsense over HTTP, to the end: it is refused with a reason, or stored with a note of what had
/// to be mended; it is never a defect of ours.
@QuarkusTest
class BadInputTest {
  private static final String WEBHOOK = "/api/v1/webhooks/alertmanager";

  @TestHTTPResource("/")
  String address = "";

  private Http http() {
    return new Http(address.replaceAll("/$", ""));
  }

  private HttpResponse<String> send(String method, String path, String body) {
    return http().send(method, path, body, "Content-Type", "application/json");
  }

  private static JsonNode json(HttpResponse<String> answer) {
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer.statusCode() + " " + answer.body(), e);
    }
  }

  private static void isRefused(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(json(answer).get("detail").asText()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "[]",
        "null",
        "NaN",
        "\"alerts\"",
        "{\"alerts\": {}}",
        "{\"alerts\": [null]}",
        "{\"alerts\": [1]}",
        "{\"alerts\": []} trailing",
        "{\"alerts\": [{\"labels\": {\"a\": \"b\"}"
      })
  void what_is_no_delivery_is_refused_with_a_reason(String body) {
    isRefused(send("POST", WEBHOOK, body), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/xml"})
  void a_delivery_of_another_type_is_refused_as_such(String type) {
    isRefused(http().send("POST", WEBHOOK, "{\"alerts\": []}", "Content-Type", type), 415);
  }

  @Test
  void a_bomb_of_labels_nested_deeper_than_anybody_means_is_refused_not_followed() {
    String deep = "{\"alerts\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    isRefused(send("POST", WEBHOOK, deep), 400);
  }

  /// Delivers one alert and finds what was stored of it.
  private JsonNode stored(String service, String more) {
    HttpResponse<String> answer =
        send(
            "POST",
            WEBHOOK,
            """
            {"alerts": [{"status": "firing", "labels": {"alertname": "Bad", "service": "%s"%s]}
            """
                .formatted(service, more));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    String incidents = "/api/v1/incidents?service=" + service;
    Await.until("it has an incident", () -> !json(http().get(incidents)).get("items").isEmpty());
    String label = json(http().get(incidents)).at("/items/0/label").asText();
    return json(http().get("/api/v1/incidents/" + label + "/alerts")).at("/items/0");
  }

  private static String name() {
    return "s" + UUID.randomUUID().toString().substring(0, 8);
  }

  @Test
  void a_clock_that_is_hours_ahead_is_noted_and_the_alert_starts_now() {
    Instant ahead = Instant.now().plus(Duration.ofHours(7));
    JsonNode alert = stored(name(), "}, \"startsAt\": \"" + ahead + "\"}");
    assertThat(alert.get("note").asText()).contains("clock").contains("6 h");
    assertThat(Instant.parse(alert.get("starts_at").asText())).isBefore(ahead.minusSeconds(3600));
  }

  @Test
  void a_clock_that_is_hours_behind_is_an_alert_that_fires_for_hours() {
    Instant behind = Instant.now().minus(Duration.ofHours(7));
    JsonNode alert = stored(name(), "}, \"startsAt\": \"" + behind + "\"}");
    assertThat(Instant.parse(alert.get("starts_at").asText()))
        .isBetween(behind.minusSeconds(1), behind.plusSeconds(1));
  }

  @Test
  void ten_thousand_labels_are_cut_to_the_limit_and_noted() {
    String labels =
        IntStream.range(0, 10_000)
            .mapToObj(i -> ", \"label_" + i + "\": \"" + i + "\"")
            .collect(Collectors.joining());
    JsonNode alert = stored(name(), labels + "}}");
    assertThat(alert.get("labels").size()).isEqualTo(64);
    assertThat(alert.get("note").asText()).contains("of 10002 labels left out");
  }

  @Test
  void numbers_that_are_none_become_text() {
    JsonNode alert =
        stored(
            name(), ", \"value\": NaN, \"most\": Infinity, \"least\": -Infinity, \"n\": 1e999}}");
    assertThat(alert.at("/labels/value").asText()).isEqualTo("NaN");
    assertThat(alert.at("/labels/most").asText()).isEqualTo("Infinity");
    assertThat(alert.at("/labels/n").asText()).isEqualTo("1e999");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "PUT| /api/v1/admin/log-level| null",
        "PUT| /api/v1/admin/log-level| {\"level\": null}",
        "POST| /api/v1/maintenance-windows| null",
        "POST| /api/v1/saved-views| null",
        "POST| /api/v1/incidents/INC-999999/merge| null",
        "PATCH| /api/v1/incidents/INC-999999| null"
      })
  void a_body_of_null_is_told_what_is_missing(String method, String path, String body) {
    isRefused(send(method, path, body), 400);
  }

  @Test
  void a_null_among_the_matchers_of_a_window_is_told_as_such() {
    isRefused(
        send(
            "POST",
            "/api/v1/maintenance-windows",
            """
            {"matchers": [null], "ends_at": "2099-01-01T00:00:00Z", "reason": "none"}
            """),
        400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/signals?service=a%00b",
        "/api/v1/incidents?service=a%00b",
        "/api/v1/incidents?q=a%00b",
        "/api/v1/incidents/a%00b",
        "/api/v1/watches/a%00b"
      })
  void a_nul_in_the_address_is_never_a_defect_of_ours(String path) {
    assertThat(http().get(path).statusCode()).as(path).isBetween(200, 499);
  }

  @Test
  void a_nul_in_a_text_that_is_to_be_stored_is_refused() {
    isRefused(
        send("POST", "/api/v1/saved-views", "{\"name\": \"a\\u0000b\", \"query\": \"\"}"), 400);
  }
}
