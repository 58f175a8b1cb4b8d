package io.llmdevops.copilot.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/// Switches faults at run time: `/control/fault` takes `POST
/// {"fault":"latency","service":"payment"}` (`service` may be left out), `DELETE` (ends all) and
/// `GET`. Each answers with the active faults.
final class ControlDoor {

  private static final String PATH = "/control/fault";
  private static final int LONGEST_BODY = 4096;

  private final FaultBoard faults;
  private final HttpServer server;

  /// @param port 0 takes a free one
  ControlDoor(int port, FaultBoard faults) throws PortInUseException {
    this.faults = faults;
    this.server = Loopback.bind(port, "the control door");
  }

  URI address() {
    return Loopback.address(server);
  }

  void open(ExecutorService threads) {
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    var body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
    if (!exchange.getRequestURI().getPath().equals(PATH)) {
      refuse(exchange, 404, "only " + PATH + " is here");
    } else if (exchange.getRequestHeaders().containsKey("Origin")) {
      // A page in a browser is on this machine, too, but has no business here.
      refuse(exchange, 403, "not for browsers");
    } else {
      switch (exchange.getRequestMethod()) {
        case "GET" -> answerActive(exchange);
        case "POST" -> start(exchange, body);
        case "DELETE" -> {
          faults.endAll();
          answerActive(exchange);
        }
        default -> refuse(exchange, 405, "GET, POST or DELETE");
      }
    }
  }

  private void start(HttpExchange exchange, byte[] body) throws IOException {
    if (body.length > LONGEST_BODY) {
      refuse(exchange, 413, "at most " + LONGEST_BODY + " bytes");
      return;
    }
    try {
      faults.start(
          Json.readFlat(new String(body, StandardCharsets.UTF_8))
              .flatMap(ControlDoor::fault)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      "send {\"fault\":\"latency\",\"service\":\"payment\"}")));
    } catch (IllegalArgumentException wrong) {
      refuse(exchange, 400, String.valueOf(wrong.getMessage()));
      return;
    }
    answerActive(exchange);
  }

  private static Optional<Fault> fault(Map<String, String> members) {
    return Optional.ofNullable(members.get("fault"))
        .map(Fault.Kind::parse)
        .map(kind -> new Fault(kind, members.getOrDefault("service", kind.usualService())));
  }

  private void answerActive(HttpExchange exchange) throws IOException {
    var active =
        faults.active().stream()
            .map(f -> Map.of("fault", f.kind().text(), "service", f.service()))
            .toList();
    Loopback.answer(exchange, 200, "application/json", Json.write(Map.of("active", active)));
  }

  private static void refuse(HttpExchange exchange, int status, String reason) throws IOException {
    Loopback.answer(
        exchange,
        status,
        "application/problem+json",
        Json.write(Map.of("status", status, "detail", reason)));
  }
}
