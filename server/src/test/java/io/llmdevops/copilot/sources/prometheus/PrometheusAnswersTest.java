package io.llmdevops.copilot.sources.prometheus;

import static io.llmdevops.copilot.sources.http.RawServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.MetricQuery.PromQl;
import io.llmdevops.copilot.sources.MetricSource.Result;
import io.llmdevops.copilot.sources.MetricSource.Series;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.TimeSeries;
import io.llmdevops.copilot.sources.http.Credential;
import io.llmdevops.copilot.sources.http.Endpoint;
import io.llmdevops.copilot.sources.http.RawServer;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrometheusAnswersTest {
  private static final Instant AT = Instant.ofEpochSecond(1_700_000_000);
  private static final String EMPTY = "{\"status\":\"success\",\"data\":{\"result\":[]}}";

  private static Result ask(String data) {
    return ask(data, "");
  }

  private static Result ask(String data, String more) {
    try (RawServer server =
            RawServer.answering(json("{\"status\":\"success\",\"data\":" + data + more + "}"));
        PrometheusSource source =
            new PrometheusSource("prom", Endpoint.of(server.url()), Limits.DEFAULT)) {
      return source.instant(new PromQl("up"), AT);
    }
  }

  private static RawServer.Request requestOf(Endpoint endpoint, RawServer server) {
    try (PrometheusSource source = new PrometheusSource("prom", endpoint, Limits.DEFAULT)) {
      Result empty = source.instant(new PromQl("up"), AT);
      assertThat(empty.series()).isEmpty();
    }
    return server.requests().getFirst();
  }

  @Test
  void a_matrix_keeps_nan_and_infinities() {
    Result result =
        ask(
            "{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"a\":\"b\"},\"values\":"
                + "[[1.5,\"NaN\"],[2,\"+Inf\"],[3.001,\"-Inf\"],[4,\"1e-3\"]]}]}");

    TimeSeries series = result.series().getFirst();
    assertThat(series.labels()).isEqualTo(Labels.of("a", "b"));
    assertThat(series.timestamps()).containsExactly(1500, 2000, 3001, 4000);
    assertThat(series.values())
        .containsExactly(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.001);
  }

  @Test
  void a_scalar_is_one_series_without_labels() {
    TimeSeries series =
        ask("{\"resultType\":\"scalar\",\"result\":[1700000000.123,\"42\"]}").series().getFirst();
    assertThat(series.labels()).isEqualTo(Labels.EMPTY);
    assertThat(series.timestamps()).containsExactly(1_700_000_000_123L);
    assertThat(series.values()).containsExactly(42);
  }

  @Test
  void the_order_of_the_fields_does_not_matter() {
    assertThat(
            ask("{\"result\":[{\"value\":[1,\"2\"],\"metric\":{\"a\":\"b\"}}],"
                    + "\"resultType\":\"vector\",\"stats\":{\"n\":[1]}}")
                .series())
        .hasSize(1);
  }

  @Test
  void warnings_infos_and_partial_answers_are_passed_on() {
    assertThat(
            ask("{\"result\":[]}", ",\"warnings\":[\"w\"],\"infos\":[\"i\"],\"isPartial\":true")
                .warnings())
        .containsExactly("w", "i", "the source says that its answer is partial");
  }

  @Test
  void native_histograms_are_left_out_with_a_warning() {
    Result result =
        ask(
            "{\"result\":[{\"metric\":{},\"histograms\":[[1,{\"count\":\"1\"}],[2,{}]]},"
                + "{\"metric\":{},\"histogram\":[1,{\"count\":\"1\"}]}]}");
    assertThat(result.series()).isEmpty();
    assertThat(result.warnings()).singleElement().asString().startsWith("3 native histogram");
  }

  @Test
  void samples_out_of_order_are_left_out_with_a_warning() {
    Result result =
        ask("{\"result\":[{\"metric\":{},\"values\":[[2,\"1\"],[1,\"2\"],[2,\"3\"]]}]}");
    assertThat(result.series().getFirst().values()).containsExactly(1);
    assertThat(result.warnings()).singleElement().asString().startsWith("2 samples left out");
  }

  @Test
  void a_long_range_is_asked_for_in_parts_and_joined() {
    try (RawServer server =
            new RawServer((request, out) -> {
              String start = parameter(request, "start");
              out.write(
                  json("{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{\"a\":\"b\"},"
                          + "\"values\":[["
                          + start
                          + ",\"1\"]]}]}}")
                      .getBytes(StandardCharsets.UTF_8));
            });
        PrometheusSource source =
            new PrometheusSource(
                "prom", Endpoint.of(server.url()), new Limits(10, 1000, 10, 11_000))) {
      Duration step = Duration.ofSeconds(1);
      Result result =
          source.range(new PromQl("up"), new TimeRange(AT, AT.plusSeconds(25_000), step));

      assertThat(server.requests())
          .extracting(r -> parameter(r, "start") + " to " + parameter(r, "end"))
          .containsExactly(
              "1700000000.000 to 1700010999.000",
              "1700011000.000 to 1700021999.000",
              "1700022000.000 to 1700025000.000");
      assertThat(result.series()).hasSize(1);
      assertThat(result.series().getFirst().timestamps())
          .containsExactly(1_700_000_000_000L, 1_700_011_000_000L, 1_700_022_000_000L);
    }
  }

  private static String parameter(RawServer.Request request, String name) {
    for (String pair : request.body().split("&")) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    throw new AssertionError("no " + name + " in " + request);
  }

  @Test
  void the_discovery_of_series_stops_at_the_limit_and_says_so() {
    String sets = "[{\"__name__\":\"a\"},{\"__name__\":\"b\"},{\"__name__\":\"c\"}]";
    try (RawServer server =
            RawServer.answering(json("{\"status\":\"success\",\"data\":" + sets + "}"));
        PrometheusSource source =
            new PrometheusSource(
                "prom", Endpoint.of(server.url()), new Limits(2, 1000, 10, 11_000))) {
      Series series = source.series(List.of("a", "b"), AT.minusSeconds(60), AT);

      assertThat(series.labels()).hasSize(2);
      assertThat(series.truncated()).isTrue();
      assertThat(server.requests().getFirst().body())
          .contains("match%5B%5D=a&match%5B%5D=b")
          .contains("limit=3");
    }
  }

  @Test
  void the_users_of_the_url_become_the_credential(@TempDir Path folder) throws Exception {
    try (RawServer server = RawServer.answering(json(EMPTY))) {
      URI url = URI.create(server.url().toString().replace("http://", "http://me:p%40ss@"));
      assertThat(requestOf(Endpoint.of(url), server).headers())
          .contains("Authorization: Basic bWU6cEBzcw==");
    }
    Path token = Files.writeString(folder.resolve("token"), "abc\n");
    try (RawServer server = RawServer.answering(json(EMPTY))) {
      Endpoint endpoint =
          Endpoint.of(server.url()).withCredential(new Credential.BearerFile(token));
      assertThat(requestOf(endpoint, server).headers()).contains("Authorization: Bearer abc");
    }
  }

  @Test
  void extra_headers_and_the_path_prefix_are_sent() {
    try (RawServer server = RawServer.answering(json(EMPTY))) {
      Endpoint endpoint =
          Endpoint.of(server.url().resolve("/prometheus/"))
              .withHeaders(Map.of("X-Scope-OrgID", "tenant-1"));
      RawServer.Request request = requestOf(endpoint, server);

      assertThat(request.line()).isEqualTo("POST /prometheus/api/v1/query HTTP/1.1");
      assertThat(request.headers()).contains("X-Scope-OrgID: tenant-1");
      assertThat(parameter(request, "timeout")).isEqualTo("30000ms");
      assertThat(parameter(request, "time")).isEqualTo("1700000000.000");
    }
  }

  @Test
  void nothing_prints_a_secret() {
    Endpoint endpoint =
        Endpoint.of(URI.create("https://me:s3cret@example.org/x"))
            .withHeaders(Map.of("X-Key", "s3cret"));
    assertThat(endpoint.toString()).isEqualTo("Endpoint[https://example.org/x]");
    assertThat(endpoint.credential().toString()).isEqualTo("Basic[user=me]");
    assertThat(new Credential.Bearer("s3cret").toString()).doesNotContain("s3cret");
  }
}
