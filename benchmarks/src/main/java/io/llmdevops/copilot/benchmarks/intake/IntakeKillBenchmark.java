package io.llmdevops.copilot.benchmarks.intake;

import io.llmdevops.copilot.benchmarks.Benchmark;
import io.llmdevops.copilot.benchmarks.BenchmarkOptions;
import io.llmdevops.copilot.benchmarks.ScratchFolder;
import io.llmdevops.copilot.benchmarks.ServerProcess;
import io.llmdevops.copilot.platform.database.EmbeddedPostgres;
import io.llmdevops.copilot.platform.database.ServerAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Kills the server with its own embedded database at random moments while alerts come in, starts
/// it again on the same data folder, and in the end counts whether every alert that was answered
/// with 2xx is there, once.
public final class IntakeKillBenchmark implements Benchmark {
  private static final int KILLS = 20;
  private static final long SEED = 20_260_301;
  private static final int SENDERS = 16;
  private static final int SHORTEST_MILLIS = 50;
  private static final int LONGEST_MILLIS = 2_500;

  @Override
  public String name() {
    return "intake-kill";
  }

  @Override
  public String summary() {
    return "kill -9 during intake, 20 times: what was acknowledged and is gone (5 minutes)";
  }

  @Override
  public List<String> keys() {
    return List.of("kills", "acknowledged", "lost", "duplicated");
  }

  @Override
  public Map<String, String> run(BenchmarkOptions options) throws Exception {
    try (ScratchFolder scratch = ScratchFolder.create("copilot-intake-kill")) {
      return killed(options, scratch.path());
    }
  }

  private static Map<String, String> killed(BenchmarkOptions options, Path folder)
      throws Exception {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    AtomicLong keys = new AtomicLong(1);
    for (int kill = 1; kill <= KILLS; kill++) {
      try (ServerProcess server =
          ServerProcess.start(
                  options.home(),
                  Map.of("COPILOT_DATA_DIR", folder.resolve("data").toString()),
                  List.of(),
                  folder.resolve("server.log"))
              .awaitAnswer("/health/ready")) {
        int before = acknowledged.size();
        int after = random.nextInt(SHORTEST_MILLIS, LONGEST_MILLIS);
        sendUntilKilled(server, after, acknowledged, keys);
        System.out.printf(
            "kill %2d after %4d ms: %d acknowledged%n", kill, after, acknowledged.size() - before);
      }
    }
    return count(folder.resolve("data"), acknowledged);
  }

  private static void sendUntilKilled(
      ServerProcess server, int millis, Set<Long> acknowledged, AtomicLong keys)
      throws InterruptedException {
    AtomicBoolean killed = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int sender = 0; sender < SENDERS; sender++) {
        int group = sender % 2 == 0 ? 1 : 10;
        threads.execute(() -> send(server.url(""), group, killed, acknowledged, keys));
      }
      TimeUnit.MILLISECONDS.sleep(millis);
      server.kill();
      killed.set(true);
    }
  }

  private static void send(
      URI server, int group, AtomicBoolean killed, Set<Long> acknowledged, AtomicLong keys) {
    while (!killed.get()) {
      try (Wire wire = new Wire(server)) {
        while (!killed.get()) {
          long first = keys.getAndAdd(group);
          List<Deliveries.Source> sources = new ArrayList<>();
          for (int i = 0; i < group; i++) {
            sources.add(new Deliveries.Source(first + i, "service-" + (first + i) % 200));
          }
          if (wire.send("POST", AlertLoad.WEBHOOK, Deliveries.of(sources)) / 100 == 2) {
            sources.forEach(source -> acknowledged.add(source.key()));
          }
        }
      } catch (IOException e) {
        // The kill: what was not answered is not acknowledged.
        Thread.onSpinWait();
      }
    }
  }

  private static void say(String line) {
    System.err.println(line);
  }

  private static Map<String, String> count(Path data, Set<Long> acknowledged) throws SQLException {
    Map<Long, Integer> stored = new HashMap<>();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, IntakeKillBenchmark::say)) {
      ServerAddress address = postgres.address();
      try (Connection connection =
              DriverManager.getConnection(address.url(), address.user(), address.password());
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("select fingerprint from alert")) {
        while (rows.next()) {
          stored.merge(Long.parseUnsignedLong(rows.getString(1), 16), 1, Integer::sum);
        }
      }
    }
    long lost = acknowledged.stream().filter(key -> !stored.containsKey(key)).count();
    long duplicated = stored.values().stream().filter(times -> times > 1).count();
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("kills", Integer.toString(KILLS));
    figures.put("acknowledged", Integer.toString(acknowledged.size()));
    figures.put("lost", Long.toString(lost));
    figures.put("duplicated", Long.toString(duplicated));
    figures.put("stored", Integer.toString(stored.size()));
    return figures;
  }
}
