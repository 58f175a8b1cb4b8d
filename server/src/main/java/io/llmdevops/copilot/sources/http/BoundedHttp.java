package io.llmdevops.copilot.sources.http;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/// Blocking exchanges with one endpoint, over kept-alive HTTP/1.1 connections. Meant for virtual
/// threads. Only reads go through here, so an exchange that failed before any answer came is tried
/// again, at most [#ATTEMPTS] times and never beyond the request time-out. Redirects are not
/// followed: they would carry credentials to another place, and a loop would eat the time-out.
public final class BoundedHttp implements AutoCloseable {
  static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration RETRY_LATER = Duration.ofSeconds(5);

  /// A parameter of a query string or a form; names may repeat.
  public record Parameter(String name, String value) {}

  private final Endpoint endpoint;
  private final ExecutorService threads;
  private final HttpClient client;

  public BoundedHttp(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(endpoint.connectTimeout())
            .executor(threads);
    endpoint.tls().context().ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /// Throws [Unavailable] when no answer came in time.
  public Reply get(String path, List<Parameter> parameters, String accept) {
    String query = parameters.isEmpty() ? "" : "?" + form(parameters);
    return exchange(
        request(endpoint.resolve(path + query), accept).GET().build(), endpoint.requestTimeout());
  }

  /// A read whose parameters may be too long for a URL, to be over within `limit`: one question may
  /// take several exchanges.
  public Reply post(String path, List<Parameter> parameters, String accept, Duration limit) {
    HttpRequest.Builder request =
        request(endpoint.resolve(path), accept)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(parameters)));
    return exchange(request.build(), limit);
  }

  private HttpRequest.Builder request(URI uri, String accept) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).header("Accept", accept).header("Accept-Encoding", "gzip");
    for (Map.Entry<String, String> header : endpoint.headers().entrySet()) {
      request.setHeader(header.getKey(), header.getValue());
    }
    endpoint.credential().header().ifPresent(value -> request.setHeader("Authorization", value));
    return request;
  }

  private Reply exchange(HttpRequest request, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    for (int attempt = 1; ; attempt++) {
      Duration pause = FIRST_PAUSE.multipliedBy(1L << (attempt - 1));
      try {
        Reply reply = send(request, deadline);
        if (reply.status() != 503 || reply.retryAfter().isEmpty()) {
          return reply;
        }
        pause = reply.retryAfter().get();
        if (attempt == ATTEMPTS || pause.toNanos() >= deadline - System.nanoTime()) {
          return reply;
        }
        reply.close();
      } catch (HttpConnectTimeoutException e) {
        throw unavailable("no connection within " + text(endpoint.connectTimeout()), e);
      } catch (HttpTimeoutException e) {
        throw unavailable("no answer within " + text(endpoint.requestTimeout()), e);
      } catch (SSLException e) {
        throw unavailable("TLS failed: " + e.getMessage(), e);
      } catch (IOException e) {
        if (attempt == ATTEMPTS || pause.toNanos() >= deadline - System.nanoTime()) {
          throw unavailable(reason(e), e);
        }
      }
      pause(pause);
    }
  }

  private Reply send(HttpRequest request, long deadline) throws IOException {
    Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    HttpRequest timed = HttpRequest.newBuilder(request, (n, v) -> true).timeout(left).build();
    try {
      HttpResponse<InputStream> response = client.send(timed, BodyHandlers.ofInputStream());
      return new Reply(response, endpoint.maxBytes(), deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted while waiting for an answer", e);
    }
  }

  private void pause(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("interrupted while waiting to try again", e);
    }
  }

  private static String reason(IOException e) {
    if (e instanceof ConnectException
        && e.getCause() instanceof ConnectException cause
        && cause.getCause() instanceof UnresolvedAddressException) {
      return "the host name does not resolve";
    }
    if (e instanceof ConnectException) {
      return "connection refused";
    }
    return "the connection broke: " + (e.getMessage() == null ? e.toString() : e.getMessage());
  }

  private Unavailable unavailable(String reason, Throwable cause) {
    return new Unavailable(endpoint.shown() + ": " + reason, RETRY_LATER, cause);
  }

  /// Seconds, as people read them.
  public static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private static String form(List<Parameter> parameters) {
    return parameters.stream()
        .map(p -> encode(p.name()) + "=" + encode(p.value()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    client.shutdownNow();
    threads.shutdownNow();
  }
}
