package io.llmdevops.copilot.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.web.Http;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The whole way over HTTP: a delivery, the incident that comes of it, and what people do with it.
@QuarkusTest
class IncidentApiTest {
  private static final String WEBHOOK = "/api/v1/webhooks/alertmanager";
  private static final String[] JSON = {"Content-Type", "application/json"};

  @TestHTTPResource("/")
  String address = "";

  private final ObjectMapper json = new ObjectMapper();

  private Http http() {
    return new Http(address.replaceAll("/$", ""));
  }

  private HttpResponse<String> deliver(String body) {
    return http().send("POST", WEBHOOK, body, JSON);
  }

  private static String firing(String service) {
    return """
    {"version": "4", "alerts": [{"status": "firing",
      "labels": {"alertname": "HighErrorRate", "service": "%s", "severity": "critical"},
      "annotations": {"summary": "%s fails"}, "startsAt": "%s"}]}
    """
        .formatted(service, service, Instant.parse("2026-03-01T12:00:00Z"));
  }

  /// Delivers an alert and waits for its incident.
  private JsonNode incidentOf(String service) {
    assertThat(deliver(firing(service)).statusCode()).isEqualTo(200);
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode items = read(http().get("/api/v1/incidents?service=" + service)).get("items");
      if (!items.isEmpty()) {
        return items.get(0);
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("no incident of " + service + " within 20 s");
  }

  private JsonNode read(HttpResponse<String> response) {
    try {
      return json.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(response.body(), e);
    }
  }

  private static String name() {
    return "s" + UUID.randomUUID().toString().substring(0, 8);
  }

  @Test
  void an_alert_that_is_delivered_becomes_an_incident_that_can_be_read() {
    JsonNode incident = incidentOf(name());
    assertThat(incident.get("status").asText()).isEqualTo("detected");
    assertThat(incident.get("severity").asText()).isEqualTo("critical");
    assertThat(incident.get("open_alerts").asInt()).isEqualTo(1);
    String path = "/api/v1/incidents/" + incident.get("label").asText();
    assertThat(read(http().get(path)).get("id")).isEqualTo(incident.get("id"));
    assertThat(read(http().get(path + "/alerts")).get("items").get(0).get("name").asText())
        .isEqualTo("HighErrorRate");
    assertThat(read(http().get(path + "/timeline")).get("items").get(0).get("kind").asText())
        .isEqualTo("detected");
    assertThat(read(http().get(path + "/signals")).get("items")).isEmpty();
    assertThat(http().get(path + "/suspects").statusCode()).isEqualTo(200);
  }

  @Test
  void a_conditional_write_succeeds_for_the_current_version_only() {
    String path = "/api/v1/incidents/" + incidentOf(name()).get("id").asText();
    HttpResponse<String> read = http().get(path);
    String tag = read.headers().firstValue("ETag").orElseThrow();
    assertThat(http().get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
    HttpResponse<String> stale =
        http().send("POST", path + "/acknowledge", "", "If-Match", "\"999\"");
    assertThat(stale.statusCode()).isEqualTo(412);
    HttpResponse<String> done =
        http()
            .send(
                "POST",
                path + "/acknowledge",
                "{\"note\":\"on it\"}",
                "If-Match",
                tag,
                "Content-Type",
                "application/json");
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(read(done).get("status").asText()).isEqualTo("acknowledged");
    assertThat(read(done).get("acknowledged_by").asText()).isEqualTo("local");
    assertThat(done.headers().firstValue("ETag")).isNotEqualTo(read.headers().firstValue("ETag"));
    assertThat(http().get(path, "If-None-Match", tag).statusCode()).isEqualTo(200);
  }

  @Test
  void a_write_with_a_key_is_done_once_and_answered_the_same_again() {
    String path = "/api/v1/incidents/" + incidentOf(name()).get("id").asText() + "/comment";
    String key = UUID.randomUUID().toString();
    String[] headers = {"Idempotency-Key", key, "Content-Type", "application/json"};
    HttpResponse<String> first = http().send("POST", path, "{\"note\":\"one\"}", headers);
    HttpResponse<String> again = http().send("POST", path, "{\"note\":\"one\"}", headers);
    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotent-Replay")).contains("true");
    HttpResponse<String> other = http().send("POST", path, "{\"note\":\"two\"}", headers);
    assertThat(other.statusCode()).isEqualTo(409);
    JsonNode timeline = read(http().get(path.replace("/comment", "/timeline"))).get("items");
    assertThat(timeline).filteredOn(e -> e.get("kind").asText().equals("comment")).hasSize(1);
  }

  @Test
  void a_write_that_failed_may_be_repeated_with_its_key() {
    String path = "/api/v1/incidents/" + incidentOf(name()).get("id").asText();
    String[] headers = {"Idempotency-Key", UUID.randomUUID().toString()};
    assertThat(http().send("POST", path + "/reopen", "", headers).statusCode()).isEqualTo(409);
    http().send("POST", path + "/resolve", "");
    assertThat(http().send("POST", path + "/reopen", "", headers).statusCode()).isEqualTo(200);
  }

  @Test
  void the_status_can_be_patched_and_a_word_that_is_no_status_is_answered_with_those_that_are() {
    String path = "/api/v1/incidents/" + incidentOf(name()).get("id").asText();
    assertThat(
            read(http().send("PATCH", path, "{\"status\":\"mitigated\"}", JSON))
                .get("status")
                .asText())
        .isEqualTo("mitigated");
    HttpResponse<String> wrong = http().send("PATCH", path, "{\"status\":\"done\"}", JSON);
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(read(wrong).get("detail").asText()).contains("'done'").contains("resolved");
  }

  @Test
  void merging_names_the_other_as_people_do() {
    String from = incidentOf(name()).get("id").asText();
    JsonNode into = incidentOf(name());
    HttpResponse<String> merged =
        http()
            .send(
                "POST",
                "/api/v1/incidents/" + from + "/merge",
                "{\"into\":\"" + into.get("label").asText() + "\"}",
                JSON);
    assertThat(read(merged).get("id")).isEqualTo(into.get("id"));
    assertThat(read(merged).get("open_alerts").asInt()).isEqualTo(2);
  }

  @Test
  void what_is_no_delivery_is_refused_in_its_own_way() {
    assertThat(deliver("{\"alerts\": [}").statusCode()).isEqualTo(400);
    assertThat(read(deliver("{\"alerts\": [}")).get("detail").asText()).contains("line 1");
    assertThat(http().send("POST", WEBHOOK, "a=b", "Content-Type", "text/plain").statusCode())
        .isEqualTo(415);
    assertThat(deliver("{\"alerts\": [], \"x\": \"" + "y".repeat(4_200_000) + "\"}").statusCode())
        .isEqualTo(413);
    assertThat(http().send("POST", WEBHOOK + "/a%20b", "{}", JSON).statusCode()).isEqualTo(400);
    assertThat(deliver("{\"alerts\": []}").statusCode()).isEqualTo(200);
  }

  @Test
  void what_is_unknown_is_not_found_and_what_cannot_be_read_is_refused() {
    assertThat(http().get("/api/v1/incidents/INC-99999").statusCode()).isEqualTo(404);
    assertThat(http().get("/api/v1/incidents/nonsense").statusCode()).isEqualTo(404);
    assertThat(http().get("/api/v1/evidence/nonsense").statusCode()).isEqualTo(404);
    assertThat(http().get("/api/v1/incidents?status=bad").statusCode()).isEqualTo(400);
    assertThat(http().get("/api/v1/incidents?since=today").statusCode()).isEqualTo(400);
    assertThat(http().get("/api/v1/incidents?limit=0").statusCode()).isEqualTo(400);
    assertThat(http().get("/api/v1/incidents?cursor=x").statusCode()).isEqualTo(400);
  }

  @Test
  void windows_and_views_come_and_go() {
    HttpResponse<String> window =
        http()
            .send(
                "POST",
                "/api/v1/maintenance-windows",
                "{\"kind\":\"maintenance\",\"matchers\":[{\"label\":\"service\",\"operator\":\"=~\","
                    + "\"value\":\"x.*\"}],\"ends_at\":\"2999-01-01T00:00:00Z\",\"reason\":\"upgrade\"}",
                JSON);
    assertThat(window.statusCode()).as("longer than a year").isEqualTo(400);
    HttpResponse<String> good =
        http()
            .send(
                "POST",
                "/api/v1/maintenance-windows",
                "{\"matchers\":[{\"label\":\"service\",\"operator\":\"=\",\"value\":\"nobody\"}],"
                    + "\"ends_at\":\""
                    + Instant.parse(
                            read(http()
                                    .get(
                                        "/api/v1/incidents/"
                                            + incidentOf(name()).get("id").asText()))
                                .get("detected_at")
                                .asText())
                        .plusSeconds(3_600)
                    + "\",\"reason\":\"noise\"}",
                JSON);
    assertThat(good.statusCode()).isEqualTo(201);
    String id = read(good).get("id").asText();
    assertThat(http().get("/api/v1/maintenance-windows").body()).contains(id);
    assertThat(http().send("DELETE", "/api/v1/maintenance-windows/" + id, "").statusCode())
        .isEqualTo(204);
    assertThat(http().get("/api/v1/maintenance-windows").body()).doesNotContain(id);
    HttpResponse<String> view =
        http()
            .send(
                "POST", "/api/v1/saved-views", "{\"name\":\"mine\",\"query\":\"open=true\"}", JSON);
    assertThat(view.statusCode()).isEqualTo(201);
    assertThat(http().get("/api/v1/saved-views").body()).contains("open=true");
    assertThat(
            http()
                .send("DELETE", "/api/v1/saved-views/" + read(view).get("id").asText(), "")
                .statusCode())
        .isEqualTo(204);
  }
}
