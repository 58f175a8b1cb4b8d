package io.llmdevops.copilot.sources.prometheus;

import static io.llmdevops.copilot.sources.http.RawServer.http;
import static io.llmdevops.copilot.sources.http.RawServer.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.platform.errors.CopilotException.TooLarge;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.sources.MetricQuery.PromQl;
import io.llmdevops.copilot.sources.MetricSource.Result;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.http.Endpoint;
import io.llmdevops.copilot.sources.http.RawServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusBadInputTest {
  private static final Instant AT = Instant.ofEpochSecond(1_700_000_000);
  private static final String GOOD =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":"
          + "[{\"metric\":{\"job\":\"a\"},\"value\":[1700000000,\"1\"]}]}}";

  private static Result ask(RawServer server) {
    return ask(server, endpoint -> endpoint, Limits.DEFAULT);
  }

  private static Result ask(RawServer server, UnaryOperator<Endpoint> change, Limits limits) {
    Endpoint endpoint =
        change.apply(Endpoint.of(server.url()).withRequestTimeout(Duration.ofSeconds(20)));
    try (PrometheusSource source = new PrometheusSource("prom", endpoint, limits)) {
      return source.instant(new PromQl("up"), AT);
    }
  }

  @Test
  void a_server_that_never_answers_is_given_up_at_the_time_out() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server = new RawServer((request, out) -> over.await())) {
      long begin = System.nanoTime();
      assertThatThrownBy(
              () -> ask(server, e -> e.withRequestTimeout(Duration.ofMillis(300)), Limits.DEFAULT))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("no answer within 300 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
      over.countDown();
    }
  }

  @Test
  void a_body_that_drips_is_given_up_at_the_time_out() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (RawServer server =
        new RawServer((request, out) -> {
          out.write(json(GOOD).substring(0, 150).getBytes(UTF_8));
          out.flush();
          over.await();
        })) {
      long begin = System.nanoTime();
      assertThatThrownBy(
              () -> ask(server, e -> e.withRequestTimeout(Duration.ofMillis(300)), Limits.DEFAULT))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("answer not complete within 300 ms")
          .hasMessageContaining("beginning with: {\"status\"");
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
      over.countDown();
    }
  }

  @Test
  void the_parts_of_a_long_range_share_one_time_out() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    try (RawServer server =
            new RawServer((request, out) -> {
              if (asked.incrementAndGet() > 1) {
                over.await();
              }
              out.write(json(GOOD).getBytes(UTF_8));
            });
        PrometheusSource source =
            new PrometheusSource(
                "prom",
                Endpoint.of(server.url()).withRequestTimeout(Duration.ofSeconds(2)),
                Limits.DEFAULT)) {
      TimeRange range = new TimeRange(AT, AT.plusSeconds(110_000), Duration.ofSeconds(1));
      long begin = System.nanoTime();
      assertThatThrownBy(() -> source.range(new PromQl("up"), range))
          .isInstanceOf(Unavailable.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(15));
      assertThat(asked).hasValue(2);
      over.countDown();
    }
  }

  @Test
  void a_connection_that_breaks_in_the_body_is_no_answer() {
    String whole = json(GOOD);
    try (RawServer server = RawServer.answering(whole.substring(0, whole.length() - 20))) {
      assertThatThrownBy(() -> ask(server))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("cut off");
    }
  }

  @Test
  void truncated_json_is_no_answer_even_when_its_length_is_right() {
    try (RawServer server = RawServer.answering(json(GOOD.substring(0, GOOD.length() - 1)))) {
      assertThatThrownBy(() -> ask(server))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("not a whole Prometheus answer");
    }
  }

  @Test
  void a_body_after_the_answer_is_no_answer() {
    try (RawServer server = RawServer.answering(json(GOOD + GOOD))) {
      assertThatThrownBy(() -> ask(server)).isInstanceOf(Unavailable.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}",
        "[]",
        "''",
        "null",
        "{\"status\":\"success\"}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{\"a\":1}}]}}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"value\":[1]}]}}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"value\":[1,\"x\"]}]}}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"value\":[\"1\",\"1\"]}]}}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"values\":7}]}}",
        "{\"status\":\"success\",\"data\":{\"result\":[\"a\"]}}"
      })
  void json_that_is_not_the_api_is_no_answer(String body) {
    try (RawServer server = RawServer.answering(json(body))) {
      assertThatThrownBy(() -> ask(server)).isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void an_html_page_is_quoted_in_the_message() {
    try (RawServer server =
        RawServer.answering(
            http("500 Internal Server Error", "text/html", "<html>\n<body>Bad gateway\u0007"))) {
      assertThatThrownBy(() -> ask(server))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("HTTP 500")
          .hasMessageEndingWith("<html> <body>Bad gateway");
    }
  }

  @Test
  void the_content_type_does_not_matter_when_the_body_is_right() {
    try (RawServer server = RawServer.answering(http("200 OK", "text/html", GOOD))) {
      assertThat(ask(server).series()).hasSize(1);
    }
  }

  @Test
  void a_redirect_loop_is_not_entered() {
    AtomicInteger asked = new AtomicInteger();
    try (RawServer server =
        new RawServer((request, out) -> {
          asked.incrementAndGet();
          out.write(
              "HTTP/1.1 302 Found\r\nLocation: /login?token=abc\r\nContent-Length: 0\r\n\r\n"
                  .getBytes(UTF_8));
        })) {
      assertThatThrownBy(() -> ask(server))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("redirect")
          .hasMessageContaining("(/login)");
      assertThat(asked).hasValue(1);
    }
  }

  @Test
  void ten_thousand_labels_cost_only_their_own_series() {
    String bomb =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "\"label" + i + "\":\"value\"")
            .collect(Collectors.joining(","));
    String body =
        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{"
            + bomb
            + "},\"value\":[1,\"1\"]},{\"metric\":{\"a\":\"b\"},\"value\":[1,\"2\"]}]}}";
    try (RawServer server = RawServer.answering(json(body))) {
      Result result = ask(server);
      assertThat(result.series())
          .singleElement()
          .satisfies(s -> assertThat(s.values()).contains(2));
      assertThat(result.warnings()).singleElement().asString().contains("1 series left out");
    }
  }

  @Test
  void a_million_samples_stop_at_the_limit_without_being_kept() {
    AtomicInteger written = new AtomicInteger();
    try (RawServer server =
        new RawServer((request, out) -> {
          out.write(
              "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"status\":\"success\",\"data\":"
                  .getBytes(UTF_8));
          out.write("{\"result\":[{\"metric\":{},\"values\":[[0,\"0\"]".getBytes(UTF_8));
          while (written.incrementAndGet() < 1_000_000) {
            out.write((",[" + written.get() + ",\"1\"]").getBytes(UTF_8));
          }
        })) {
      assertThatThrownBy(() -> ask(server, e -> e, new Limits(10, 5000, 10, 11_000)))
          .isInstanceOf(TooLarge.class)
          .hasMessageContaining("5,000 samples");
      assertThat(written.get()).isLessThan(1_000_000);
    }
  }

  @Test
  void too_many_series_are_refused() {
    String series =
        IntStream.range(0, 11)
            .mapToObj(i -> "{\"metric\":{\"i\":\"" + i + "\"},\"value\":[1,\"1\"]}")
            .collect(Collectors.joining(","));
    try (RawServer server =
        RawServer.answering(
            json("{\"status\":\"success\",\"data\":{\"result\":[" + series + "]}}"))) {
      assertThatThrownBy(() -> ask(server, e -> e, new Limits(10, 5000, 10, 11_000)))
          .isInstanceOf(TooLarge.class)
          .hasMessageContaining("10 series");
    }
  }

  @Test
  void a_gzip_bomb_stops_at_the_byte_limit() {
    try (RawServer server =
        new RawServer((request, out) -> {
          gzipHead(out);
          try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write("{\"status\":\"success\",\"x\":[".getBytes(UTF_8));
            byte[] zeros = "0,".repeat(50_000).getBytes(UTF_8);
            for (int i = 0; i < 1000; i++) {
              gzip.write(zeros);
            }
          }
        })) {
      assertThatThrownBy(() -> ask(server, e -> e.withMaxBytes(1_000_000), Limits.DEFAULT))
          .isInstanceOf(TooLarge.class)
          .hasMessageContaining("1000000 bytes");
    }
  }

  @Test
  void a_gzip_answer_is_read() {
    try (RawServer server =
        new RawServer((request, out) -> {
          gzipHead(out);
          try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(GOOD.getBytes(UTF_8));
          }
        })) {
      assertThat(ask(server).series()).hasSize(1);
    }
  }

  @Test
  void bytes_that_are_not_gzip_are_no_answer() {
    try (RawServer server =
        new RawServer((request, out) -> {
          gzipHead(out);
          out.write("not gzip at all, really not".getBytes(UTF_8));
        })) {
      assertThatThrownBy(() -> ask(server)).isInstanceOf(Unavailable.class);
    }
  }

  private static void gzipHead(OutputStream out) throws IOException {
    out.write(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n".getBytes(UTF_8));
  }

  @Test
  void a_503_with_a_delay_is_tried_again() {
    AtomicInteger asked = new AtomicInteger();
    try (RawServer server =
        new RawServer((request, out) ->
            out.write(
                (asked.incrementAndGet() < 3
                        ? "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"
                        : json(GOOD))
                    .getBytes(UTF_8)))) {
      assertThat(ask(server).series()).hasSize(1);
      assertThat(asked).hasValue(3);
    }
  }

  @Test
  void a_delay_beyond_the_time_out_is_handed_to_the_caller() {
    try (RawServer server =
        RawServer.answering("HTTP/1.1 503 Busy\r\nRetry-After: 120\r\nContent-Length: 0\r\n\r\n")) {
      assertThatThrownBy(() -> ask(server))
          .isInstanceOfSatisfying(
              Unavailable.class, e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofMinutes(2)));
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Years off our own clock, and no matter.
    "'Tue, 01 Jan 2030 10:02:00 GMT', 120",
    "'Tue, 01 Jan 2030 12:00:00 GMT', 7200"
  })
  void a_delay_given_as_a_date_counts_from_the_clock_of_the_server(String date, long seconds) {
    try (RawServer server =
        RawServer.answering(
            "HTTP/1.1 503 Busy\r\nDate: Tue, 01 Jan 2030 10:00:00 GMT\r\nRetry-After: "
                + date
                + "\r\nContent-Length: 0\r\n\r\n")) {
      assertThatThrownBy(() -> ask(server))
          .isInstanceOfSatisfying(
              Unavailable.class,
              e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(seconds)));
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void a_delay_that_is_over_is_none() {
    String busy =
        """
        HTTP/1.1 503 Busy
        Date: Tue, 01 Jan 2030 10:00:00 GMT
        Retry-After: Tue, 01 Jan 2030 09:00:00 GMT
        Content-Length: 0

        """
            .replace("\n", "\r\n");
    AtomicInteger asked = new AtomicInteger();
    try (RawServer server =
        new RawServer((request, out) ->
            out.write((asked.incrementAndGet() < 2 ? busy : json(GOOD)).getBytes(UTF_8)))) {
      assertThat(ask(server).series()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"soon", "-1", "99999999999999999999", "Tue, 31 Feb 2030 10:00:00 GMT", ""})
  void a_delay_that_is_nonsense_counts_as_not_given(String delay) {
    try (RawServer server =
        RawServer.answering(
            "HTTP/1.1 503 Busy\r\nRetry-After: " + delay + "\r\nContent-Length: 0\r\n\r\n")) {
      assertThatThrownBy(() -> ask(server))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("503");
    }
  }

  @Test
  void a_connection_that_closes_before_any_answer_is_tried_three_times() {
    try (RawServer server = RawServer.answering("")) {
      assertThatThrownBy(() -> ask(server)).isInstanceOf(Unavailable.class);
      assertThat(server.requests()).hasSize(3);
    }
  }

  @Test
  void a_refused_connection_says_so_and_hides_the_password() throws Exception {
    URI gone;
    try (RawServer server = RawServer.answering("")) {
      gone = server.url();
    }
    URI withPassword = URI.create(gone.toString().replace("http://", "http://me:s3cret@"));
    try (PrometheusSource source =
        new PrometheusSource("prom", Endpoint.of(withPassword), Limits.DEFAULT)) {
      assertThatThrownBy(source::probe)
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("connection refused")
          .hasMessageContaining(gone.toString())
          .hasMessageNotContaining("s3cret");
    }
  }

  @Test
  void a_host_that_does_not_exist_says_so() {
    try (PrometheusSource source =
        new PrometheusSource(
            "prom", Endpoint.of(URI.create("http://nowhere.invalid:9090")), Limits.DEFAULT)) {
      assertThatThrownBy(source::probe)
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("does not resolve");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "400 Bad Request, bad_data, 1:5: parse error: no, BadRequest",
    "422 Unprocessable, execution, found duplicate series for the match group, BadRequest",
    "422 Unprocessable, execution, query processing would load too many samples into memory, TooLarge",
    "400 Bad Request, bad_data, exceeded maximum resolution of 11000 points, TooLarge",
    "503 Service Unavailable, timeout, query timed out in expression evaluation, Unavailable",
    "503 Service Unavailable, unavailable, starting up, Unavailable",
    "500 Internal Server Error, internal, disk trouble, Unavailable",
    "429 Too Many Requests, too_many_requests, slow down, Unavailable",
    "200 OK, bad_data, some proxies answer 200, BadRequest"
  })
  void an_error_of_the_api_becomes_the_fitting_failure(
      String status, String type, String message, String failure) {
    String body =
        "{\"status\":\"error\",\"errorType\":\"%s\",\"error\":\"%s\"}".formatted(type, message);
    try (RawServer server = RawServer.answering(http(status, "application/json", body))) {
      Class<? extends Exception> expected =
          switch (failure) {
            case "BadRequest" -> BadRequest.class;
            case "TooLarge" -> TooLarge.class;
            default -> Unavailable.class;
          };
      assertThatThrownBy(() -> ask(server)).isInstanceOf(expected).hasMessageContaining(message);
    }
  }

  @Test
  void refused_credentials_say_so() {
    try (RawServer server =
        RawServer.answering(http("401 Unauthorized", "text/plain", "Unauthorized"))) {
      assertThatThrownBy(() -> ask(server))
          .isInstanceOf(Unavailable.class)
          .hasMessageContaining("refused our credentials");
    }
  }
}
