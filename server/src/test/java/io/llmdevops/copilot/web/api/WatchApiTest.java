package io.llmdevops.copilot.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.web.Http;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Watches and signals over HTTP.
@QuarkusTest
class WatchApiTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @TestHTTPResource("/")
  String address = "";

  @Inject Jdbi jdbi;

  private final ObjectMapper json = new ObjectMapper();
  private final String service = "s" + UUID.randomUUID().toString().substring(0, 8);
  private final String watch = "w" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeEach
  void fill() {
    jdbi.useHandle(h -> {
      h.createUpdate(
              """
              insert into watch (id, name, origin, source, kind, unit, badness, query, query_text,
                interval_ms, watermark, live_from, created_at, last_seen_at, last_error, enabled)
              values (:id, 'p99 latency of x', 'discovered', 'prom', 'LATENCY_P99', 's', 'UP', '{}',
                'p99(x)', 15000, :noon, :noon, :noon, :noon, 'connection refused', false)
              """)
          .bind("id", watch)
          .bind("noon", NOON)
          .execute();
      for (int i = 0; i < 3; i++) {
        h.createUpdate(
                """
                insert into signal (id, watch_id, series_key, service, kind, unit, labels, direction,
                  onset, fired_at, ended_at, score, strength, observed, expected, lower_bound, upper_bound,
                  correlated_at)
                values (:id, :watch, :series, :service, 'LATENCY_P99', 's', '{"service":"x"}', 'UP',
                  :fired, :fired, :ended, 0.9, 8, 2, 1, 0.5, 1.5, :fired)
                """)
            .bind("id", UUID.randomUUID())
            .bind("watch", watch)
            .bind("series", "series-" + i)
            .bind("service", service)
            .bind("fired", NOON.plusSeconds(i))
            .bind("ended", i == 0 ? NOON : null)
            .execute();
      }
    });
  }

  private HttpResponse<String> get(String path) {
    return new Http(address.replaceAll("/$", "")).get(path);
  }

  private JsonNode read(String path) {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    try {
      return json.readTree(response.body());
    } catch (JsonProcessingException e) {
      throw new AssertionError(response.body(), e);
    }
  }

  @Test
  void a_watch_says_what_it_asks_and_how_it_goes() {
    JsonNode body = read("/api/v1/watches/" + watch);
    assertThat(body.get("kind").asText()).isEqualTo("latency_p99");
    assertThat(body.get("interval_ms").asLong()).isEqualTo(15_000);
    assertThat(body.get("watermark").asText()).isEqualTo("2026-03-01T12:00:00Z");
    assertThat(body.get("error").asText()).isEqualTo("connection refused");
    assertThat(read("/api/v1/watches?failing=true&limit=500").get("items").findValuesAsText("id"))
        .contains(watch);
  }

  @Test
  void signals_are_filtered_and_given_in_slices() {
    String path = "/api/v1/signals?service=" + service;
    assertThat(read(path).get("items")).hasSize(3);
    assertThat(read(path + "&open=true").get("items")).hasSize(2);
    assertThat(read(path + "&open=false").get("items")).hasSize(1);
    assertThat(read(path + "&kind=error-ratio").get("items")).isEmpty();
    assertThat(read(path + "&kind=latency-p99&since=2026-03-01T12:00:02Z").get("items")).hasSize(1);
    assertThat(read(path + "&watch=" + watch).get("items")).hasSize(3);

    JsonNode first = read(path + "&limit=2");
    JsonNode rest = read(path + "&limit=2&cursor=" + first.get("next").asText());
    assertThat(rest.get("items")).hasSize(1);
    String id = rest.get("items").get(0).get("id").asText();
    assertThat(read("/api/v1/signals/" + id).get("fired_at").asText())
        .isEqualTo("2026-03-01T12:00:00Z");
  }

  @Test
  void what_cannot_be_read_is_refused_with_what_was_expected() {
    assertThat(get("/api/v1/signals?kind=nonsense"))
        .satisfies(answer -> assertThat(answer.statusCode()).isEqualTo(400))
        .satisfies(answer -> assertThat(answer.body()).contains("error_ratio"));
    assertThat(get("/api/v1/signals?since=yesterday").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/watches?cursor=nonsense").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/watches?limit=0").statusCode()).isEqualTo(400);
    assertThat(get("/api/v1/watches/none").statusCode()).isEqualTo(404);
    assertThat(get("/api/v1/signals/none").statusCode()).isEqualTo(404);
  }
}
