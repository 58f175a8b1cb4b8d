package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.platform.database.TestDatabase;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.llmdevops.copilot.sources.MetricQuery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;

/// A database, a scripted source and a clock that a test sets: what it takes to run cycles.
final class WatchRig implements AutoCloseable {
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
  static final Duration INTERVAL = Duration.ofSeconds(10);

  final TestDatabase database = TestDatabase.fresh();
  final ScriptedSource source = new ScriptedSource();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final ConcurrentLinkedQueue<String> announced = new ConcurrentLinkedQueue<>();
  volatile Instant now = START;
  final InstantSource time = () -> now;

  static final WatchSettings SETTINGS = settings(Duration.ofDays(10_000), 100, 1000);

  static WatchSettings settings(Duration clockTolerance, int perWatch, int total) {
    return settings(clockTolerance, perWatch, total, Duration.ofMillis(300));
  }

  static WatchSettings settings(
      Duration clockTolerance, int perWatch, int total, Duration deadline) {
    return new WatchSettings(
        new WatchSettings.Cycle(
            INTERVAL,
            Duration.ofSeconds(5),
            deadline,
            6,
            Duration.ofMinutes(10),
            Duration.ZERO,
            Duration.ofSeconds(30),
            clockTolerance),
        new WatchSettings.Limits(perWatch, total, 200),
        Map.of());
  }

  static WatchDefinition definition(String expression) {
    return new WatchDefinition(
        expression,
        WatchDefinition.Origin.CONFIGURED,
        WatchDefinition.Measure.of(SignalKind.CUSTOM),
        new WatchDefinition.Queries("script", new MetricQuery.PromQl(expression), null, "service"),
        INTERVAL);
  }

  /// Stores a watch that begins at [#START] and gives its id.
  String watch(String expression) {
    WatchDefinition definition = definition(expression);
    new WatchStore(database.jdbi()).save(definition, expression, START, START);
    return definition.id();
  }

  WatchCycle pod(String name) {
    return pod(name, database.dataSource(), SETTINGS);
  }

  WatchCycle pod(String name, DataSource dataSource, WatchSettings settings) {
    Jdbi jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
    return new WatchCycle(
        new WatchCycle.Parts(
            Map.of("script", source),
            new WatchStore(jdbi),
            new CycleStore(jdbi, name),
            CountingMemory.ORIGIN,
            new IdSource(time, new Random(name.hashCode())),
            time,
            new WatchMeters(new Meters(meters)),
            List.of(announced::add)),
        settings);
  }

  void at(Duration sinceStart) {
    now = START.plus(sinceStart);
  }

  /// The spans of a watch in order, as `from-to` in seconds since the start, `s` for skipped.
  List<String> spans(String watch) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    select extract(epoch from from_time - :start)::int || '-'
                      || extract(epoch from to_time - :start)::int
                      || case when skipped then 's' else '' end
                    from watch_cycle where watch_id = :watch order by from_time
                    """)
                .bind("start", START)
                .bind("watch", watch)
                .mapTo(String.class)
                .list());
  }

  List<String> signals() {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    select service || ' ' || direction || ' ' || observed || ' '
                      || extract(epoch from fired_at - :start)::int || '-'
                      || coalesce(extract(epoch from ended_at - :start)::int::text, '')
                    from signal order by fired_at, service
                    """)
                .bind("start", START)
                .mapTo(String.class)
                .list());
  }

  <T> T value(String sql, Class<T> type) {
    return database.jdbi().withHandle(h -> h.createQuery(sql).mapTo(type).one());
  }

  /// The stored memory of one series.
  CountingMemory memory(String watch, String service) throws java.io.IOException {
    ShardCodec codec = new ShardCodec(CountingMemory.ORIGIN);
    for (Shard shard : new CycleStore(database.jdbi(), "test").shards(watch)) {
      TrackedSeries tracked = codec.read(shard).get("{service=\"" + service + "\"}");
      if (tracked != null) {
        return (CountingMemory) tracked.memory();
      }
    }
    throw new AssertionError("no memory of " + service);
  }

  /// As from `copilot.watches` of a file; what is not given has its default.
  static WatchesConfig config(Map<String, String> values) {
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(WatchesConfig.class);
    values.forEach((key, value) -> builder.withDefaultValue("copilot.watches." + key, value));
    return builder.build().getConfigMapping(WatchesConfig.class);
  }

  double dropped(WatchMeters.Drop reason) {
    return meters
        .counter(
            "copilot.watch.dropped", "reason", reason.name().toLowerCase(java.util.Locale.ROOT))
        .count();
  }

  @Override
  public void close() {
    database.close();
  }
}
