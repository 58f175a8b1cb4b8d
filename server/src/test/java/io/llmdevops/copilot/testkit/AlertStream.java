package io.llmdevops.copilot.testkit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Senders that deliver one new alert after the other and keep a record of what they were told.
/// None repeats: what was not acknowledged is simply not counted on.
public final class AlertStream implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long PAUSE_AFTER_REFUSAL = TimeUnit.MILLISECONDS.toNanos(50);

  private final URI url;
  private final String name;
  private final int padding;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger next = new AtomicInteger();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final List<HttpResponse<String>> refused = new CopyOnWriteArrayList<>();
  private final List<String> unanswered = new CopyOnWriteArrayList<>();
  private final List<Thread> senders = new ArrayList<>();
  private volatile long slowestNanos;
  private volatile boolean over;

  private AlertStream(URI server, String name, int padding) {
    this.url = server.resolve("/api/v1/webhooks/alertmanager");
    this.name = name;
    this.padding = padding;
  }

  /// @param padding characters of annotation that each alert carries
  public static AlertStream start(URI server, String name, int senders, int padding) {
    AlertStream stream = new AlertStream(server, name, padding);
    for (int i = 0; i < senders; i++) {
      stream.senders.add(Thread.ofVirtual().name("alerts-" + i).start(stream::send));
    }
    return stream;
  }

  private void send() {
    while (!over) {
      String alert = name + "-" + next.incrementAndGet();
      HttpRequest request =
          HttpRequest.newBuilder(url)
              .timeout(PATIENCE)
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      """
                      {"alerts": [{"status": "firing", "labels": {"alertname": "%s", "service": "%s"},
                        "annotations": {"text": "%s"}, "startsAt": "2026-01-01T00:00:00Z"}]}
                      """
                          .formatted(alert, name, "x".repeat(padding))))
              .build();
      long began = System.nanoTime();
      try {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() / 100 == 2) {
          acknowledged.add(alert);
        } else {
          refused.add(answer);
          LockSupport.parkNanos(PAUSE_AFTER_REFUSAL);
        }
      } catch (IOException e) {
        unanswered.add(e.toString());
        LockSupport.parkNanos(PAUSE_AFTER_REFUSAL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      slowestNanos = Math.max(slowestNanos, System.nanoTime() - began);
    }
  }

  public Set<String> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  public List<HttpResponse<String>> refused() {
    return List.copyOf(refused);
  }

  /// What became of deliveries that got no answer at all.
  public List<String> unanswered() {
    return List.copyOf(unanswered);
  }

  public Duration slowest() {
    return Duration.ofNanos(slowestNanos);
  }

  public void awaitMore(int acknowledgements) {
    int before = acknowledged.size();
    Await.until(
        acknowledgements + " more alerts are acknowledged",
        () -> acknowledged.size() >= before + acknowledgements);
  }

  /// Sends nothing more; returns when the last answers are there.
  public void end() {
    over = true;
    try {
      for (Thread sender : senders) {
        sender.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end();
    http.close();
  }
}
