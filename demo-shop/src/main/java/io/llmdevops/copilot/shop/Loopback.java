package io.llmdevops.copilot.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/// HTTP servers that nobody outside this machine can reach.
final class Loopback {

  static final String HOST = "127.0.0.1";

  private static final int BACKLOG = 256;

  private Loopback() {}

  /// @param port 0 takes a free one
  /// @param user who wants the port, for the message when it is taken
  static HttpServer bind(int port, String user) throws PortInUseException {
    try {
      return HttpServer.create(new InetSocketAddress(address(), port), BACKLOG);
    } catch (IOException taken) {
      throw new PortInUseException(port, user, taken);
    }
  }

  static URI address(HttpServer server) {
    return URI.create("http://" + HOST + ':' + server.getAddress().getPort());
  }

  /// Sends a whole answer. The connection stays open for the next request.
  static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static InetAddress address() throws UnknownHostException {
    return InetAddress.getByAddress(HOST, new byte[] {127, 0, 0, 1});
  }
}
