package io.llmdevops.copilot.benchmarks.intake;

import io.llmdevops.copilot.benchmarks.Benchmark;
import io.llmdevops.copilot.benchmarks.BenchmarkFailure;
import io.llmdevops.copilot.benchmarks.BenchmarkOptions;
import io.llmdevops.copilot.benchmarks.ScratchFolder;
import io.llmdevops.copilot.benchmarks.ServerProcess;
import io.llmdevops.copilot.platform.database.EmbeddedPostgres;
import io.llmdevops.copilot.platform.database.ServerAddress;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Alerts through the webhook of the packaged server with PostgreSQL beside it, and how it answers
/// people while 15,000 of them are open in 1,500 services. Server, database and senders share the
/// machine.
public final class IntakeBenchmark implements Benchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final Duration PHASE = Duration.ofSeconds(20);
  private static final Duration LONGEST_CORRELATION = Duration.ofSeconds(90);
  private static final int SENDERS = 64;
  private static final int GROUP = 20;
  private static final int ACKNOWLEDGED = 500;
  private static final int LISTED = 500;
  private static final int UNMEASURED = 50;

  @Override
  public String name() {
    return "intake";
  }

  @Override
  public String summary() {
    return "alerts a second, acknowledge and list at 15,000 open alerts (3 minutes)";
  }

  @Override
  public List<String> keys() {
    return List.of("alerts_per_second", "acknowledge_p99_ms", "list_p99_ms");
  }

  @Override
  public Map<String, String> run(BenchmarkOptions options) throws Exception {
    try (ScratchFolder scratch = ScratchFolder.create("copilot-intake");
        EmbeddedPostgres postgres = EmbeddedPostgres.start(scratch.path(), IntakeBenchmark::say)) {
      ServerAddress database = postgres.address();
      Map<String, String> environment =
          Map.of(
              "COPILOT_DB_URL", database.url(),
              "COPILOT_DB_USER", database.user(),
              "COPILOT_DB_PASSWORD", database.password());
      try (ServerProcess server =
              ServerProcess.start(
                      options.home(), environment, List.of(), scratch.path().resolve("server.log"))
                  .awaitAnswer("/health/ready");
          Connection connection =
              DriverManager.getConnection(database.url(), database.user(), database.password())) {
        return measure(server, connection);
      }
    }
  }

  private static Map<String, String> measure(ServerProcess process, Connection database)
      throws Exception {
    URI server = process.url("");
    double others = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    AlertLoad load = new AlertLoad(server, SENDERS);
    load.send(1, WARM_UP, 1);
    double cpu = cpuSeconds(process);
    AlertLoad.Outcome single = load.send(1, PHASE, 2);
    double cpuMicros = (cpuSeconds(process) - cpu) * 1e6 / single.alerts();
    print("one alert a delivery", single);
    AlertLoad.Outcome grouped = load.send(GROUP, PHASE, 3);
    print(GROUP + " alerts a delivery", grouped);
    load.complete();
    double lag = awaitCorrelation(database);
    System.out.printf(Locale.ROOT, "all correlated %.1f s after the last delivery%n", lag);
    Latencies acknowledge = acknowledge(server, database);
    System.out.println("acknowledge:           " + acknowledge.told());
    Latencies page = list(server, "/incidents");
    System.out.println("list, page:            " + page.told());
    Latencies api = list(server, "/api/v1/incidents");
    System.out.println("list, API:             " + api.told());
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put("alerts_per_second", whole(Math.min(single.perSecond(), grouped.perSecond())));
    figures.put("acknowledge_p99_ms", tenths(acknowledge.percentile(99)));
    figures.put("list_p99_ms", tenths(page.percentile(99)));
    figures.put("single_per_second", whole(single.perSecond()));
    figures.put("grouped_per_second", whole(grouped.perSecond()));
    figures.put("acknowledge_p50_ms", tenths(acknowledge.percentile(50)));
    figures.put("list_p50_ms", tenths(page.percentile(50)));
    figures.put("api_list_p99_ms", tenths(api.percentile(99)));
    figures.put("correlated_after_s", tenths(lag));
    figures.put(
        "incidents",
        Long.toString(
            number(database, "select count(*) from incident where open_alert_count > 0")));
    figures.put("server_cpu_us_per_single_alert", whole(cpuMicros));
    // What else the machine was busy with: these figures are of a machine of one's own below 1.
    figures.put("load_average_before", tenths(others));
    figures.put("refused", Long.toString(single.refused() + grouped.refused()));
    return figures;
  }

  private static double cpuSeconds(ServerProcess process) {
    return ProcessHandle.of(process.pid())
        .flatMap(handle -> handle.info().totalCpuDuration())
        .map(time -> time.toMillis() / 1e3)
        .orElse(Double.NaN);
  }

  private static void say(String line) {
    System.err.println(line);
  }

  private static void print(String phase, AlertLoad.Outcome outcome) {
    System.out.printf(
        Locale.ROOT,
        "%-22s %.0f alerts/s; delivery %s; %d refused%n",
        phase + ":",
        outcome.perSecond(),
        outcome.latencies().told(),
        outcome.refused());
  }

  /// Seconds until every alert is open in an incident.
  private static double awaitCorrelation(Connection database) throws Exception {
    long began = System.nanoTime();
    while (number(database, "select coalesce(sum(open_alert_count), 0) from incident")
        < AlertLoad.ALERTS) {
      if (System.nanoTime() - began > LONGEST_CORRELATION.toNanos()) {
        throw new BenchmarkFailure(
            "only %d of %d alerts are in an incident after %s"
                .formatted(
                    number(database, "select coalesce(sum(open_alert_count), 0) from incident"),
                    AlertLoad.ALERTS,
                    LONGEST_CORRELATION));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return (System.nanoTime() - began) / 1e9;
  }

  private static Latencies acknowledge(URI server, Connection database)
      throws SQLException, IOException {
    List<String> ids = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery("select id from incident where status = 'DETECTED'")) {
      while (rows.next()) {
        ids.add(rows.getString(1));
      }
    }
    Collections.sort(ids);
    Collections.shuffle(ids, new java.util.Random(4));
    Latencies latencies = new Latencies();
    try (Wire wire = new Wire(server)) {
      int done = 0;
      for (String id : ids.subList(0, Math.min(ids.size(), ACKNOWLEDGED + UNMEASURED))) {
        long sent = System.nanoTime();
        int status = wire.send("POST", "/api/v1/incidents/" + id + "/acknowledge", new byte[0]);
        if (status != 200) {
          throw new BenchmarkFailure("an acknowledgement was answered with " + status);
        }
        if (++done > UNMEASURED) {
          latencies.add(System.nanoTime() - sent);
        }
      }
    }
    return latencies;
  }

  private static Latencies list(URI server, String path) throws IOException {
    Latencies latencies = new Latencies();
    try (Wire wire = new Wire(server)) {
      for (int i = 0; i < LISTED + UNMEASURED; i++) {
        long sent = System.nanoTime();
        int status = wire.send("GET", path, new byte[0]);
        if (status != 200) {
          throw new BenchmarkFailure(path + " was answered with " + status);
        }
        if (i >= UNMEASURED) {
          latencies.add(System.nanoTime() - sent);
        }
      }
    }
    return latencies;
  }

  private static long number(Connection database, String sql) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
