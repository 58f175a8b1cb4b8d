package io.llmdevops.copilot.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bodies that are too large without having said so: in chunks, with no length announced.
@QuarkusTest
class BodyLimitTest {
  private static final int LIMIT = 5 * 1024 * 1024;

  /// Far more than the limit and what is read away after an answer.
  private static final long ENDLESS = 400_000_000;

  @TestHTTPResource("/")
  URI address = URI.create("http://localhost");

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/webhooks/alertmanager",
    "PUT, /api/v1/webhooks/alertmanager",
    "PUT, /api/v1/admin/log-level",
    "POST, /api/v1/maintenance-windows",
    "POST, /api/v1/saved-views",
    "POST, /api/v1/incidents/INC-1/comment"
  })
  void a_chunked_body_above_the_limit_is_refused_like_any_other(String method, String path)
      throws Exception {
    byte[] body =
        ("{\"alerts\":[],\"text\":\"" + "y".repeat(LIMIT)).getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .method(
                method,
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
            .build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
      assertThat(OpenServerTest.json(answer).get("detail").asText()).contains("bytes");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/v1/webhooks/alertmanager, 413",
    "PUT, /api/v1/admin/log-level, 400",
    "GET, /api/v1/incidents, 200",
    "POST, /login, 401",
    "POST, /nothing, 404"
  })
  void a_body_without_end_is_answered_and_cut_off(String method, String path, int status)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.setSoTimeout(30_000);
      long sent = flood(socket.getOutputStream(), method, path);
      assertThat(sent).as("bytes sent until the connection was closed").isLessThan(ENDLESS);
      assertThat(beginning(socket.getInputStream())).startsWith("HTTP/1.1 " + status);
    }
  }

  private static long flood(OutputStream out, String method, String path) throws IOException {
    byte[] piece = ("10000\r\n" + "z".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    long sent = 0;
    try {
      out.write(
          (method
                  + " "
                  + path
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                  + "Transfer-Encoding: chunked\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      while (sent < ENDLESS) {
        out.write(piece);
        sent += piece.length;
      }
    } catch (SocketException closed) {
      return sent;
    }
    return sent;
  }

  /// A connection that was cut off may lose what it had not delivered yet, but not what came long
  /// before.
  private static String beginning(InputStream in) throws IOException {
    byte[] start = new byte[12];
    try {
      int length = in.readNBytes(start, 0, start.length);
      return new String(start, 0, length, StandardCharsets.US_ASCII);
    } catch (SocketException reset) {
      return "reset: " + reset.getMessage();
    }
  }

  @Test
  void a_connection_goes_on_after_a_body_that_nobody_wanted() throws IOException {
    String unread = "y".repeat(200_000);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.setSoTimeout(30_000);
      socket
          .getOutputStream()
          .write(
              ("POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 200000\r\n\r\n"
                      + unread
                      + "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(all).startsWith("HTTP/1.1 404").contains("HTTP/1.1 200");
    }
  }
}
