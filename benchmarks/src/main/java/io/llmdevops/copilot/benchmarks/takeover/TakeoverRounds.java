package io.llmdevops.copilot.benchmarks.takeover;

import io.llmdevops.copilot.benchmarks.BenchmarkFailure;
import io.llmdevops.copilot.benchmarks.ServerProcess;
import io.llmdevops.copilot.platform.database.EmbeddedPostgres;
import io.llmdevops.copilot.platform.database.ServerAddress;
import io.llmdevops.copilot.platform.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// Two servers watch a stub at one interval a second. One is killed in the middle of some of its
/// cycles, and replaced; three times.
public final class TakeoverRounds {
  private static final int ROUNDS = 3;
  private static final int WATCHES = 12;
  private static final int SERIES = 100;
  private static final Duration ANSWER_TIME = Duration.ofMillis(200);
  private static final Duration STEADY = Duration.ofSeconds(8);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Path home;
  private final InstantSource time = SystemTime.source();

  public TakeoverRounds(Path home) {
    this.home = home;
  }

  public Map<String, String> run() throws Exception {
    Path folder = Files.createTempDirectory("copilot-takeover");
    try (EmbeddedPostgres database =
            EmbeddedPostgres.start(folder.resolve("data"), TakeoverRounds::say);
        PrometheusStub source = PrometheusStub.start(SERIES, ANSWER_TIME);
        CycleLog log = new CycleLog(database.address())) {
      return rounds(folder, database.address(), source, log);
    } finally {
      delete(folder);
    }
  }

  private Map<String, String> rounds(
      Path folder, ServerAddress database, PrometheusStub source, CycleLog log) throws Exception {
    Path configuration = folder.resolve("copilot.yaml");
    Files.writeString(configuration, configuration(database, source));
    List<ServerProcess> servers = new ArrayList<>();
    double slowest = 0;
    long held = 0;
    try {
      servers.add(server(configuration, folder.resolve("server-0.log")));
      for (int round = 1; round <= ROUNDS; round++) {
        servers.add(server(configuration, folder.resolve("server-" + round + ".log")));
        Instant begin = time.instant();
        await("both servers work", () -> all(servers, begin, log));
        LockSupport.parkNanos(STEADY.toNanos());
        ServerProcess victim = servers.removeFirst();
        await("the victim is in the middle of a cycle", () -> log.heldBy(victim.pid()) > 0);
        victim.kill();
        Instant killed = time.instant();
        long inHand = log.heldBy(victim.pid());
        await("all watches went on", () -> log.watchesBeyond(killed) == WATCHES);
        double seconds = Duration.between(killed, time.instant()).toMillis() / 1000.0;
        System.out.printf(
            Locale.ROOT,
            "kill %d: %d runs in hand, all went on after %.1f s%n",
            round,
            inHand,
            seconds);
        slowest = Math.max(slowest, seconds);
        held += inHand;
      }
      LockSupport.parkNanos(STEADY.toNanos());
    } finally {
      servers.forEach(ServerProcess::close);
    }
    return figures(slowest, held, log);
  }

  private static Map<String, String> figures(double slowest, long held, CycleLog log)
      throws SQLException {
    if (held == 0) {
      throw new BenchmarkFailure("no kill met a run, so nothing had to be taken over");
    }
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("takeover_s", String.format(Locale.ROOT, "%.1f", slowest));
    figures.put("missed", Long.toString(log.missed()));
    figures.put("duplicated", Long.toString(log.duplicated()));
    figures.put("missing_points", Long.toString(log.missingPoints(SERIES)));
    figures.put("intervals", Long.toString(log.intervals()));
    figures.put("kills", Integer.toString(ROUNDS));
    figures.put("runs_taken_over", Long.toString(held));
    return figures;
  }

  private ServerProcess server(Path configuration, Path log) throws IOException {
    return ServerProcess.start(home, Map.of(), List.of("--config", configuration.toString()), log)
        .awaitAnswer("/health/ready");
  }

  private static boolean all(List<ServerProcess> servers, Instant since, CycleLog log)
      throws SQLException {
    for (ServerProcess server : servers) {
      if (log.watchesOf(server.pid(), since) == 0) {
        return false;
      }
    }
    return log.watchesBeyond(since) == WATCHES;
  }

  private static String configuration(ServerAddress database, PrometheusStub source) {
    StringBuilder text = new StringBuilder();
    text.append("database:\n  url: \"").append(database.url()).append("\"\n");
    text.append("  user: \"").append(database.user()).append("\"\n");
    text.append("  password: \"").append(database.password()).append("\"\n");
    text.append("sources:\n  prometheus-url: ").append(source.url()).append('\n');
    text.append("watches:\n  discovery: false\n  interval: 1s\n  lag: 200ms\n  warm-up: 5s\n");
    text.append("  custom:\n");
    for (int i = 0; i < WATCHES; i++) {
      text.append("    - name: watch ").append(i).append("\n      query: metric_").append(i);
      text.append('\n');
    }
    return text.toString();
  }

  private interface Condition {
    boolean holds() throws SQLException;
  }

  private static void await(String what, Condition condition) throws SQLException {
    long end = System.nanoTime() + LONGEST.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new BenchmarkFailure("not within " + LONGEST + ": " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static void say(String line) {
    System.err.println(line);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
