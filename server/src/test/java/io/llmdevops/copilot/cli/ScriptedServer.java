package io.llmdevops.copilot.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that answers what the test wrote, and remembers what it was asked.
final class ScriptedServer implements AutoCloseable {
  record Asked(String method, String path, String body, Map<String, List<String>> headers) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("")).getFirst();
    }
  }

  private record Reply(int status, String body, String etag) {}

  final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final HttpServer server;

  ScriptedServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().toString();
          asked.add(
              new Asked(
                  exchange.getRequestMethod(),
                  path,
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                  Map.copyOf(exchange.getRequestHeaders())));
          Reply reply =
              replies.getOrDefault(
                  exchange.getRequestMethod() + " " + path.replaceAll("\\?.*", ""),
                  new Reply(
                      404, "{\"title\": \"Not Found\", \"detail\": \"nothing is here\"}", ""));
          byte[] body = reply.body.getBytes(StandardCharsets.UTF_8);
          if (!reply.etag.isEmpty()) {
            exchange.getResponseHeaders().set("ETag", reply.etag);
          }
          exchange.sendResponseHeaders(reply.status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  /// @param what method and path, without the query
  ScriptedServer answer(String what, int status, String body, String etag) {
    replies.put(what, new Reply(status, body, etag));
    return this;
  }

  ScriptedServer answer(String what, String body) {
    return answer(what, 200, body, "");
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
