package io.llmdevops.copilot.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.testkit.Await;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The server as it starts on a laptop: on loopback, without a token.
@QuarkusTest
class OpenServerTest {
  private static final Path DOCUMENT = Path.of("../docs/openapi.yaml").toAbsolutePath().normalize();

  @TestHTTPResource("/")
  String address = "";

  private Http http() {
    return new Http(address.replaceAll("/$", ""));
  }

  @Test
  void health_is_short_json_with_each_dependency() {
    HttpResponse<String> health = http().get("/health");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(json(health).get("status").asText()).isEqualTo("UP");
    assertThat(json(health).at("/checks/database/status").asText()).isEqualTo("UP");
    assertThat(json(health).at("/checks/redis/status").asText()).isEqualTo("NOT_CONFIGURED");
    for (String probe : new String[] {"/health/live", "/health/ready", "/health/started"}) {
      assertThat(http().get(probe).statusCode()).as(probe).isEqualTo(200);
    }
  }

  @Test
  void metrics_hold_the_business_counters_from_the_start() {
    String metrics = http().get("/metrics").body();
    assertThat(metrics)
        .contains("copilot_incidents_detected_total{severity=\"critical\"")
        .contains("copilot_test_generations_total 0.0")
        .contains("jvm_memory_used_bytes")
        .contains("copilot_database_connections_active");
    assertThat(http().get("/health").statusCode()).isEqualTo(200);
    assertThat(http().get("/metrics").body())
        .contains("http_server_requests_seconds_count")
        .containsPattern("http_server_requests_seconds_bucket\\{.*le=\"0.25\"");
  }

  @Test
  void metrics_tell_of_the_queue_the_watches_and_the_connections_before_anything_happens() {
    Await.until(
        "the first sample",
        () -> !http().get("/metrics").body().contains("copilot_watches_stuck NaN"));
    assertThat(http().get("/metrics").body())
        .containsPattern("copilot_jobs_due \\d")
        .containsPattern("copilot_jobs_oldest_due_seconds \\d")
        .contains("copilot_watches_stuck 0.0")
        .contains("copilot_watches_behind_seconds 0.0")
        .contains("copilot_watches_active 0.0")
        .contains("copilot_database_connection_failures_total 0.0")
        .containsPattern("copilot_database_connections_max [1-9]")
        .contains("copilot_job_database_errors_total 0.0")
        .contains("copilot_intake_refused_total 0.0")
        .containsPattern("copilot_watch_cycles_total\\{result=\"failed\",?\\} 0.0");
  }

  @Test
  void every_answer_has_the_security_headers() {
    for (String path : new String[] {"/health", "/nothing", "/login/style.css"}) {
      HttpResponse<String> answer = http().get(path);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .contains("default-src 'self'")
          .contains("frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
    assertThat(http().get("/login/style.css").statusCode()).isEqualTo(200);
  }

  @Test
  void an_unknown_address_is_a_problem_for_programs_and_a_page_for_people() {
    HttpResponse<String> problem = http().get("/api/v1/nothing", "Accept", "application/json");
    assertThat(problem.statusCode()).isEqualTo(404);
    assertThat(problem.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(json(problem).get("status").asInt()).isEqualTo(404);
    assertThat(json(problem).get("trace_id").asText()).matches("[0-9a-f]{32}");
    HttpResponse<String> page = http().get("/nothing", "Accept", "text/html");
    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("<!DOCTYPE html>");
  }

  @Test
  void the_trace_of_the_caller_is_kept() {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    HttpResponse<String> problem =
        http().get("/api/v1/nothing", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    assertThat(json(problem).get("trace_id").asText()).isEqualTo(trace);
  }

  @Test
  void wrong_method_type_and_body_are_each_told_as_such() {
    String path = "/api/v1/admin/log-level";
    assertThat(http().send("DELETE", path, "").statusCode()).isEqualTo(405);
    assertThat(http().send("PUT", path, "<a/>", "Content-Type", "text/xml").statusCode())
        .isEqualTo(415);
    assertThat(http().get(path, "Accept", "image/png").statusCode()).isEqualTo(406);
    HttpResponse<String> broken =
        http().send("PUT", path, "{\"level\":", "Content-Type", "application/json");
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(json(broken).get("detail").asText()).contains("JSON");
    HttpResponse<String> unknown =
        http().send("PUT", path, "{\"level\":\"loud\"}", "Content-Type", "application/json");
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(json(unknown).get("detail").asText()).contains("loud").contains("trace, debug");
  }

  @Test
  void a_body_above_the_limit_is_refused() {
    String huge = "x".repeat(5 * 1024 * 1024 + 1);
    HttpResponse<String> answer =
        http().send("PUT", "/api/v1/admin/log-level", huge, "Content-Type", "application/json");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.headers().firstValue("Connection")).hasValue("close");
    assertThat(json(answer).get("detail").asText()).contains("5242880");
  }

  @Test
  void the_log_level_can_be_changed_while_running() {
    String path = "/api/v1/admin/log-level";
    HttpResponse<String> changed =
        http().send("PUT", path, "{\"level\":\"debug\"}", "Content-Type", "application/json");
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(json(http().get(path)).get("level").asText()).isEqualTo("debug");
    http().send("PUT", path, "{\"level\":\"info\"}", "Content-Type", "application/json");
    assertThat(json(http().get(path)).get("level").asText()).isEqualTo("info");
  }

  @Test
  void a_write_from_another_web_site_is_refused() {
    String path = "/api/v1/admin/log-level";
    assertThat(
            http()
                .send(
                    "PUT",
                    path,
                    "{\"level\":\"info\"}",
                    "Content-Type",
                    "application/json",
                    "Origin",
                    "https://evil.example")
                .statusCode())
        .isEqualTo(403);
    assertThat(
            http()
                .send(
                    "PUT",
                    path,
                    "{\"level\":\"info\"}",
                    "Content-Type",
                    "application/json",
                    "Origin",
                    address.replaceAll("/$", ""))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void a_foreign_host_name_is_refused_so_that_rebinding_does_not_work() throws IOException {
    String answer =
        RawHttp.exchange(
            address, "GET /api/v1/admin/log-level HTTP/1.1\r\nHost: evil.example\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 421");
  }

  @Test
  void the_document_of_the_api_is_kept_in_docs() throws IOException {
    String made = http().get("/openapi-made", "Accept", "application/yaml").body();
    if (Boolean.getBoolean("update")) {
      // What the running server serves was copied when it was built.
      Files.writeString(DOCUMENT, made);
      return;
    }
    assertThat(DOCUMENT)
        .as("made from the code; renew it with -Dtest=OpenServerTest -Dupdate=true")
        .content()
        .isEqualTo(made);
    assertThat(http().get("/openapi").body()).startsWith("---\nopenapi: ");
    assertThat(json(http().get("/openapi?format=json")).has("paths")).isTrue();
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return new ObjectMapper().readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(answer.statusCode() + " " + answer.body(), e);
    }
  }
}
