package io.llmdevops.copilot.sources.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;

/// A response whose headers have arrived. The JDK's request time-out ends with the headers, so a
/// watcher closes the body when the deadline of the whole exchange passes.
public final class Reply implements AutoCloseable {
  private final HttpResponse<InputStream> response;
  private final BoundedBody body;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicBoolean late = new AtomicBoolean();

  Reply(HttpResponse<InputStream> response, long maxBytes, long deadlineNanos) throws IOException {
    this.response = response;
    Thread.ofVirtual().name("source-deadline").start(() -> closeAt(deadlineNanos));
    try {
      boolean gzip =
          response
              .headers()
              .firstValue("Content-Encoding")
              .map(encoding -> encoding.toLowerCase(Locale.ROOT).contains("gzip"))
              .orElse(false);
      InputStream raw = response.body();
      this.body = new BoundedBody(gzip ? new GZIPInputStream(raw, 8192) : raw, maxBytes);
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void closeAt(long deadlineNanos) {
    try {
      if (!closed.await(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        late.set(true);
        response.body().close();
      }
    } catch (InterruptedException | IOException ignored) {
      // Nobody interrupts this thread, and a body that fails to close has ended as well.
    }
  }

  public int status() {
    return response.statusCode();
  }

  public BoundedBody body() {
    return body;
  }

  public Optional<String> header(String name) {
    return response.headers().firstValue(name);
  }

  /// Whether reading failed because the time was over.
  public boolean timedOut() {
    return late.get();
  }

  /// The server's wish, in seconds or as a date (RFC 9110, section 10.2.3).
  public Optional<Duration> retryAfter() {
    return header("Retry-After")
        .flatMap(value ->
            value.matches("\\d{1,6}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
                : until(value));
  }

  /// Counted from the server's own `Date`: its clock may be hours off ours.
  private Optional<Duration> until(String date) {
    return moment(date)
        .flatMap(end ->
            header("Date")
                .flatMap(Reply::moment)
                .map(now -> Duration.between(now, end))
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait));
  }

  private static Optional<Instant> moment(String text) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip())));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      response.body().close();
    } catch (IOException ignored) {
      // The exchange is over either way, and what was read has been read.
    }
  }
}
