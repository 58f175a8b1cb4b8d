package io.llmdevops.copilot.benchmarks.takeover;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// Answers range queries as a Prometheus does, for any expression, with the same number of series;
/// each has a sample at every step, forever. It takes its time, so that a kill meets cycles that
/// are under way.
final class PrometheusStub implements AutoCloseable {
  private final HttpServer server;
  private final int series;
  private final Duration delay;

  private PrometheusStub(HttpServer server, int series, Duration delay) {
    this.server = server;
    this.series = series;
    this.delay = delay;
  }

  static PrometheusStub start(int series, Duration delay) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    PrometheusStub stub = new PrometheusStub(server, series, delay);
    server.createContext("/", stub::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return stub;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] sent = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      String body =
          path.equals("/api/v1/query_range")
              ? range(parameters(new String(sent, StandardCharsets.UTF_8)))
              : "{\"status\":\"success\",\"data\":[]}";
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(bytes);
      }
    }
  }

  private static Map<String, String> parameters(String form) {
    return Arrays.stream(form.split("&"))
        .map(pair -> pair.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> decode(pair[1])));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private String range(Map<String, String> parameters) {
    LockSupport.parkNanos(delay.toNanos());
    long start = millis(parameters.getOrDefault("start", "0"));
    long end = millis(parameters.getOrDefault("end", "0"));
    long step = millis(parameters.getOrDefault("step", "1"));
    StringBuilder text =
        new StringBuilder(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[");
    for (int i = 0; i < series; i++) {
      text.append(i == 0 ? "" : ",");
      text.append("{\"metric\":{\"service\":\"service-").append(i).append("\"},\"values\":[");
      for (long time = start; time <= end; time += step) {
        text.append(time == start ? "" : ",");
        text.append('[').append(time / 1000.0).append(",\"");
        text.append(50 + Math.floorMod(time / 1000 * 31 + i * 17L, 10)).append("\"]");
      }
      text.append("]}");
    }
    return text.append("]}}").toString();
  }

  private static long millis(String seconds) {
    return Math.round(Double.parseDouble(seconds) * 1000);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
