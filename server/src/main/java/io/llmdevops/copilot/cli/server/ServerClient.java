package io.llmdevops.copilot.cli.server;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.platform.errors.CopilotException.Conflict;
import io.llmdevops.copilot.platform.errors.CopilotException.Forbidden;
import io.llmdevops.copilot.platform.errors.CopilotException.Internal;
import io.llmdevops.copilot.platform.errors.CopilotException.NotFound;
import io.llmdevops.copilot.platform.errors.CopilotException.PreconditionFailed;
import io.llmdevops.copilot.platform.errors.CopilotException.Unauthenticated;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/// Asks a server over its REST API. Every way that can fail becomes one [CopilotException] whose
/// message a person can act on.
public final class ServerClient implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final URI server;
  private final Optional<String> token;
  private final Duration patience;
  private final HttpClient http;

  /// @param patience the longest that one answer may take
  public ServerClient(URI server, Optional<String> token, Duration patience) {
    this.server = server;
    this.token = token;
    this.patience = patience;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER);
    if ("http".equals(server.getScheme())) {
      builder.sslContext(trustingNobody());
    }
    this.http = builder.build();
  }

  /// The client's own would read all authorities of the system, which takes longer than the rest of
  /// a quick command and is for nothing without TLS.
  private static SSLContext trustingNobody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[0], new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new Internal("this Java has no TLS", e);
    }
  }

  /// What the server answered: a JSON document, and its version for conditional changes.
  public record Answer(JsonNode body, Optional<String> etag) {}

  public URI server() {
    return server;
  }

  /// @param path with its query, from `/`
  public Answer get(String path) {
    return answer(send(request(path).GET().build()), path);
  }

  public Answer post(String path, Map<String, ?> body, Map<String, String> headers) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(JSON.valueToTree(body).toString()));
    headers.forEach(request::header);
    return answer(send(request.build()), path);
  }

  /// The status of an answer whose body does not matter; empty while nobody answers.
  public Optional<Integer> status(String path) {
    try {
      return Optional.of(send(request(path).GET().build()).statusCode());
    } catch (Unavailable nobody) {
      return Optional.empty();
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(patience)
            .header("Accept", "application/json");
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (java.net.http.HttpConnectTimeoutException | java.net.ConnectException e) {
      throw new Unavailable(
          "no server answers at "
              + server
              + ". Start one with: ./copilot start (or ./copilot demo), or name yours with"
              + " --server or COPILOT_URL.",
          Duration.ZERO,
          e);
    } catch (java.net.http.HttpTimeoutException e) {
      throw new Unavailable(
          server + " did not answer within " + patience.toSeconds() + " s", Duration.ZERO, e);
    } catch (IOException e) {
      throw new Unavailable("the connection to " + server + " failed: " + e, Duration.ZERO, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("interrupted", Duration.ZERO, e);
    }
  }

  private Answer answer(HttpResponse<String> response, String path) {
    int status = response.statusCode();
    if (status / 100 != 2) {
      throw failure(status, problem(response.body()), path);
    }
    try {
      return new Answer(JSON.readTree(response.body()), response.headers().firstValue("ETag"));
    } catch (JacksonException e) {
      throw new Internal(
          server + " answered " + path + " with something that is not JSON; is it the copilot?", e);
    }
  }

  /// The detail of a problem document (RFC 9457), if there is one.
  private static String problem(String body) {
    try {
      JsonNode problem = JSON.readTree(body);
      String detail = problem.path("detail").asText("");
      return detail.isEmpty() ? problem.path("title").asText("") : detail;
    } catch (JacksonException notJson) {
      return "";
    }
  }

  private CopilotException failure(int status, String detail, String path) {
    String said = detail.isEmpty() ? "HTTP " + status + " for " + path : detail;
    return switch (status) {
      case 401 ->
          new Unauthenticated(
              server
                  + " wants a token"
                  + (token.isPresent() ? ", and not the one that was given" : "")
                  + ". Set COPILOT_TOKEN, or --token-file FILE.");
      case 403 -> new Forbidden(said);
      case 404 -> new NotFound(said);
      case 400, 422 -> new BadRequest(said);
      case 409 -> new Conflict(said);
      case 412 ->
          new PreconditionFailed("it has changed since you looked. Look again, then repeat.");
      case 429, 502, 503, 504 -> new Unavailable(said, Duration.ZERO, null);
      default -> new Internal(said + (status >= 500 ? " (the server's log says more)" : ""), null);
    };
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
