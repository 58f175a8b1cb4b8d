package io.llmdevops.copilot.shop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;

/// One service of the shop: an HTTP server on its own port that works, calls others, measures
/// itself, and breaks when the [FaultBoard] says so.
final class ShopService {

  /// The part of the requests that fail in a healthy service.
  private static final double USUAL_ERRORS = 0.0005;

  private static final double ERRORS_WHEN_BROKEN = 0.35;
  private static final double SLOWNESS_WHEN_BROKEN = 15;

  /// The part of the connections that hang when a service is gone; the others are closed at once.
  private static final double HANGING_WHEN_GONE = 0.8;

  private static final Duration HANG = Duration.ofSeconds(5);
  private static final Duration RESTART = Duration.ofSeconds(3);

  /// Thrown to make the server close a connection without an answer.
  private static final class Dropped extends IOException {
    private static final long serialVersionUID = 1;

    Dropped(String reason) {
      super(reason);
    }
  }

  private final Blueprint blueprint;
  private final FaultBoard faults;
  private final RandomGenerator random;
  private final ShopTime time;
  private final Duration leakTime;
  private final HttpServer server;
  private volatile ServiceProcess process;
  private volatile long upFrom;

  /// Binds the port; nothing is answered before [#start].
  ///
  /// @param port 0 takes a free one
  /// @param random must be safe for many threads
  ShopService(
      Blueprint blueprint,
      int port,
      FaultBoard faults,
      RandomGenerator random,
      ShopTime time,
      Duration leakTime)
      throws PortInUseException {
    this.blueprint = blueprint;
    this.faults = faults;
    this.random = random;
    this.time = time;
    this.leakTime = leakTime;
    this.server = Loopback.bind(port, blueprint.name());
    this.upFrom = time.nanos().getAsLong();
    this.process = new ServiceProcess(blueprint, leakTime, time, time.wall().instant());
  }

  String name() {
    return blueprint.name();
  }

  URI address() {
    return Loopback.address(server);
  }

  void start(ServiceClient client, ExecutorService threads) {
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, client));
    server.start();
  }

  /// Begins a new life at once; to be called while nobody is served.
  void startAnew() {
    process = new ServiceProcess(blueprint, leakTime, time, time.wall().instant());
  }

  void stop() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange, ServiceClient client) throws IOException {
    long begun = time.nanos().getAsLong();
    try {
      refuseWhenGone(begun);
      var life = process;
      var path = exchange.getRequestURI().getPath();
      if (path.equals("/metrics")) {
        waitMillis(life.heap().pauseLeftMillis());
        Loopback.answer(exchange, 200, MetricsRegistry.CONTENT_TYPE, life.metrics().exposition());
        return;
      }
      var endpoint = endpoint(exchange.getRequestMethod(), path);
      if (endpoint.isEmpty()) {
        answer(exchange, 404);
        return;
      }
      int status = serve(endpoint.get(), life, client);
      if (life != process) {
        throw new Dropped(name() + " restarted while it served this");
      }
      life.served(endpoint.get(), status, time.secondsSince(begun));
      answer(exchange, status);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new Dropped("the shop closes");
    }
  }

  private int serve(Endpoint endpoint, ServiceProcess life, ServiceClient client)
      throws InterruptedException, IOException {
    if (!life.heap().allocate(faults.isActive(Fault.Kind.MEMORY, name()))) {
      restartAfter(life);
      throw new Dropped(name() + " ran out of memory");
    }
    waitMillis(life.heap().pauseLeftMillis());
    if (!work(endpoint.work(), life.pool()) || random.nextDouble() < errorShare()) {
      return 500;
    }
    for (var call : endpoint.calls()) {
      if (random.nextDouble() < call.share()) {
        var outcome = client.call(call, life);
        if (call.required() && outcome != Call.Outcome.ANSWERED) {
          return outcome == Call.Outcome.NO_ANSWER ? 504 : 502;
        }
      }
    }
    return endpoint.successStatus();
  }

  /// Does the service's own work; false when no connection to the database could be had for it.
  private boolean work(Latency latency, Optional<ConnectionPool> pool) throws InterruptedException {
    if (pool.isPresent() && !pool.get().take()) {
      return false;
    }
    try {
      boolean slow = faults.isActive(Fault.Kind.LATENCY, name());
      waitMillis(latency.sampleMillis(random) * (slow ? SLOWNESS_WHEN_BROKEN : 1));
      return true;
    } finally {
      pool.ifPresent(ConnectionPool::giveBack);
    }
  }

  private double errorShare() {
    return faults.isActive(Fault.Kind.ERRORS, name()) ? ERRORS_WHEN_BROKEN : USUAL_ERRORS;
  }

  private void refuseWhenGone(long now) throws InterruptedException, Dropped {
    if (now - upFrom < 0) {
      throw new Dropped(name() + " restarts");
    }
    if (faults.isActive(Fault.Kind.DEPENDENCY, name())) {
      if (random.nextDouble() < HANGING_WHEN_GONE) {
        Thread.sleep(HANG);
      }
      throw new Dropped(name() + " is gone");
    }
  }

  private synchronized void restartAfter(ServiceProcess lost) {
    if (process == lost) {
      upFrom = time.nanos().getAsLong() + RESTART.toNanos();
      process = new ServiceProcess(blueprint, leakTime, time, time.wall().instant().plus(RESTART));
    }
  }

  private Optional<Endpoint> endpoint(String method, String path) {
    return blueprint.endpoints().stream().filter(e -> e.matches(method, path)).findFirst();
  }

  private void answer(HttpExchange exchange, int status) throws IOException {
    Loopback.answer(exchange, status, "application/json", "{\"service\":\"%s\"}".formatted(name()));
  }

  private static void waitMillis(double millis) throws InterruptedException {
    if (millis > 0) {
      Thread.sleep(Duration.ofNanos((long) (millis * 1e6)));
    }
  }
}
