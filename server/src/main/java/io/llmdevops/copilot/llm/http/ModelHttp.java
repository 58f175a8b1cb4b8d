package io.llmdevops.copilot.llm.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// The connections to one provider, made at the first request. HTTP/1.1 with a connection for each
/// answer under way, and virtual threads: with the client's own pool of threads, answers beyond
/// some hundred wait for each other. Redirects are not followed: they would carry keys elsewhere.
public final class ModelHttp implements AutoCloseable {
  private final Duration connectTimeout;
  private @Nullable HttpClient client;
  private @Nullable ExecutorService threads;

  public ModelHttp(Duration connectTimeout) {
    this.connectTimeout = connectTimeout;
  }

  /// Returns when the head of the answer is there. An interrupt ends it, and the exchange.
  HttpResponse<InputStream> send(HttpRequest request) throws IOException, InterruptedException {
    return client().send(request, BodyHandlers.ofInputStream());
  }

  private synchronized HttpClient client() {
    HttpClient made = client;
    if (made == null) {
      threads = Executors.newVirtualThreadPerTaskExecutor();
      made =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .connectTimeout(connectTimeout)
              .executor(threads)
              .build();
      client = made;
    }
    return made;
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
