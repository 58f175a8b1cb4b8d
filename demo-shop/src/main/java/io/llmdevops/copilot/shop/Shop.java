package io.llmdevops.copilot.shop;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The whole shop in one process: its services, its visitors and the door to its faults.
final class Shop implements AutoCloseable {

  static {
    // Read once by the JDK. Without the first each answer waits 40 ms for Nagle's algorithm; with
    // the
    // second the client gives a connection up before the server (30 s) does.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("jdk.httpclient.keepalive.timeout", "15");
  }

  private final List<ShopService> services = new ArrayList<>();
  private final FaultBoard faults;
  private final ControlDoor door;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMillis(800))
          .executor(threads)
          .build();

  private Shop(ShopSettings settings, ShopTime time, Consumer<String> announcements)
      throws PortInUseException {
    var blueprints = ShopMap.services();
    faults =
        new FaultBoard(
            blueprints.stream().map(Blueprint::name).collect(Collectors.toSet()), announcements);
    var seeds = new Random(settings.seed());
    door = new ControlDoor(settings.port(0), faults);
    try {
      for (var blueprint : blueprints) {
        services.add(
            new ShopService(
                blueprint,
                settings.port(services.size() + 1),
                faults,
                new Random(seeds.nextLong()),
                time,
                settings.leakTime()));
      }
    } catch (PortInUseException e) {
      close();
      throw e;
    }
    var client = new ServiceClient(http, addresses(), new Random(seeds.nextLong()), time);
    services.forEach(service -> service.start(client, threads));
    door.open(threads);
    var visitors =
        new LoadGenerator(
            client, settings.visitorsPerSecond(), new Random(seeds.nextLong()), time, threads);
    if (settings.warmUpVisits() > 0) {
      visitors.warmUp(settings.warmUpVisits());
      services.forEach(ShopService::startAnew);
    }
    threads.execute(visitors);
  }

  /// Opens a shop: when this returns, all services answer, none has measured anything of the
  /// warm-up, and visitors come.
  ///
  /// @param announcements receives one line when a fault starts or ends
  static Shop open(ShopSettings settings, ShopTime time, Consumer<String> announcements)
      throws PortInUseException {
    return new Shop(settings, time, announcements);
  }

  /// Where each service is, in the order of the [ShopMap].
  Map<String, URI> addresses() {
    var addresses = new LinkedHashMap<String, URI>();
    services.forEach(service -> addresses.put(service.name(), service.address()));
    return addresses;
  }

  URI control() {
    return door.address();
  }

  FaultBoard faults() {
    return faults;
  }

  /// Lets a fault come and go, counted from now.
  void schedule(FaultPlan plan) {
    threads.execute(() -> plan.play(faults));
  }

  /// Stops everything at once; requests under way are lost. Closing twice is harmless.
  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
    door.close();
    services.forEach(ShopService::stop);
  }
}
