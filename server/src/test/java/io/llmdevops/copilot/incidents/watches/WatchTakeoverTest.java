package io.llmdevops.copilot.incidents.watches;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.platform.database.TestDatabase;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.platform.jobs.Eventually;
import io.llmdevops.copilot.platform.jobs.JobSettings;
import io.llmdevops.copilot.platform.jobs.Jobs;
import io.llmdevops.copilot.platform.jobs.SwitchableDatabase;
import io.llmdevops.copilot.platform.telemetry.Meters;
import io.llmdevops.copilot.platform.time.SystemTime;
import io.llmdevops.copilot.sources.MetricQuery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several pods on one database, in real time.
class WatchTakeoverTest {
  private static final InstantSource TIME = SystemTime.source();
  private static final Duration INTERVAL = Duration.ofMillis(200);
  private static final JobSettings QUICK =
      new JobSettings(
          4,
          Duration.ofMillis(50),
          Duration.ofMillis(250),
          4,
          Duration.ofMillis(100),
          Duration.ofMillis(400),
          Duration.ofSeconds(5));

  private final TestDatabase database = TestDatabase.fresh();
  private final ScriptedSource source = new ScriptedSource();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Jobs> started = new ArrayList<>();
  private final List<String> watches = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Jobs::stop);
    database.close();
  }

  private void watch(int count) {
    source.series("shop", t -> t / 200 % 90 + 2);
    WatchStore store = new WatchStore(database.jdbi());
    Instant start = Span.floor(TIME.instant(), INTERVAL);
    for (int i = 0; i < count; i++) {
      WatchDefinition definition =
          new WatchDefinition(
              "w" + i,
              WatchDefinition.Origin.CONFIGURED,
              WatchDefinition.Measure.of(SignalKind.CUSTOM),
              new WatchDefinition.Queries(
                  "script", new MetricQuery.PromQl("w" + i), null, "service"),
              INTERVAL);
      store.save(definition, "w" + i, start, start);
      watches.add(definition.id());
    }
  }

  private Jobs pod(String name, DataSource dataSource) {
    Jdbi jdbi = Jdbi.create(dataSource).installPlugin(new PostgresPlugin());
    WatchCycle cycle =
        new WatchCycle(
            new WatchCycle.Parts(
                Map.of("script", source),
                new WatchStore(jdbi),
                new CycleStore(jdbi, name),
                CountingMemory.ORIGIN,
                new IdSource(TIME, new Random(name.hashCode())),
                TIME,
                new WatchMeters(new Meters(meters)),
                List.of()),
            WatchRig.settings(Duration.ofMinutes(1), 100, 1000));
    Jobs jobs =
        new Jobs(
            dataSource, TIME, name, QUICK, List.of(new WatchJob(cycle, () -> true, TIME)), meters);
    jobs.start();
    started.add(jobs);
    return jobs;
  }

  private void schedule(Jobs jobs) {
    watches.forEach(watch -> jobs.schedule(WatchJob.NAME, watch, "", TIME.instant()));
  }

  private long done(String pod) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("select count(distinct watch_id) from watch_cycle where pod = :pod")
                .bind("pod", pod)
                .mapTo(Long.class)
                .one());
  }

  /// Connections of the pool that were cut fail once.
  private boolean allBeyond(Instant time) {
    try {
      return allBeyondOrFail(time);
    } catch (JdbiException e) {
      return false;
    }
  }

  private boolean allBeyondOrFail(Instant time) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("select min(watermark) > :time from watch")
                .bind("time", time)
                .mapTo(Boolean.class)
                .one());
  }

  /// Spans that do not begin where the one before ended.
  private long broken() {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    select count(*) from (
                      select from_time, skipped,
                        lag(to_time) over (partition by watch_id order by from_time) as before
                      from watch_cycle) spans
                    where skipped or (before is not null and before <> from_time)
                    """)
                .mapTo(Long.class)
                .one());
  }

  private void everyPointWasSeenOnce() throws Exception {
    ShardCodec codec = new ShardCodec(CountingMemory.ORIGIN);
    for (String watch : watches) {
      Shard shard = new CycleStore(database.jdbi(), "test").shards(watch).getFirst();
      CountingMemory memory =
          (CountingMemory) codec.read(shard).values().iterator().next().memory();
      long expected =
          database
              .jdbi()
              .withHandle(h ->
                  h.createQuery(
                          """
                          select (extract(epoch from max(to_time) - min(from_time)) * 1000)::bigint
                          from watch_cycle where watch_id = :watch
                          """)
                      .bind("watch", watch)
                      .mapTo(Long.class)
                      .one());
      assertThat(memory.points()).isEqualTo(expected / INTERVAL.toMillis());
    }
  }

  @Test
  void a_dead_pods_watches_go_on_with_no_interval_missed_or_done_twice() throws Exception {
    watch(8);
    var cut = new SwitchableDatabase(database.dataSource());
    schedule(pod("dying", cut));
    pod("heir", database.dataSource());
    Eventually.await("both work", () -> done("dying") >= 1 && done("heir") >= 1);

    cut.switchOff();
    Instant death = TIME.instant();
    Eventually.await("all went on", Duration.ofSeconds(15), () -> allBeyond(death));
    started.forEach(Jobs::stop);
    started.clear();

    assertThat(broken()).isZero();
    everyPointWasSeenOnce();
  }

  @Test
  void a_database_that_was_away_is_caught_up_with() throws Exception {
    watch(3);
    var flaky = new SwitchableDatabase(database.dataSource());
    schedule(pod("one", flaky));
    Eventually.await("all began", () -> done("one") == 3);

    flaky.switchOff();
    database.cutConnections();
    Instant outage = TIME.instant();
    Eventually.await(
        "an outage of ten intervals",
        () -> TIME.instant().isAfter(outage.plus(INTERVAL.multipliedBy(10))));
    flaky.switchOn();
    Instant back = TIME.instant();
    Eventually.await("all caught up", () -> allBeyond(back));
    started.forEach(Jobs::stop);
    started.clear();

    assertThat(broken()).isZero();
    everyPointWasSeenOnce();
  }

  @Test
  void one_watch_that_fails_does_not_hold_up_the_others() {
    watch(2);
    WatchDefinition lost =
        new WatchDefinition(
            "lost",
            WatchDefinition.Origin.CONFIGURED,
            WatchDefinition.Measure.of(SignalKind.CUSTOM),
            new WatchDefinition.Queries("nowhere", new MetricQuery.PromQl("x"), null, null),
            INTERVAL);
    Instant start = Span.floor(TIME.instant(), INTERVAL);
    new WatchStore(database.jdbi()).save(lost, "x", start, start);
    watches.add(lost.id());
    schedule(pod("one", database.dataSource()));

    Eventually.await(
        "two watches have done five cycles each and the third says why not",
        () ->
            database
                .jdbi()
                .withHandle(h ->
                    h.createQuery(
                            """
                            select (select count(*) from watch_cycle) >= 10
                              and exists (select 1 from watch where last_error like '%nowhere%')
                            """)
                        .mapTo(Boolean.class)
                        .one()));
  }
}
