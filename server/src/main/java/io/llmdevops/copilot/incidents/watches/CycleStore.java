package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.Signal;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Memories of detectors, and the one transaction that ends a cycle: the fence by which each
/// interval is done exactly once, whichever pods tried.
final class CycleStore {
  private final Jdbi jdbi;
  private final String pod;

  CycleStore(Jdbi jdbi, String pod) {
    this.jdbi = jdbi;
    this.pod = pod;
  }

  List<Shard> shards(String watch) {
    return jdbi.withHandle(h ->
        h.createQuery(
                "select shard, state, series from detector_state where watch_id = :watch"
                    + " order by shard")
            .bind("watch", watch)
            .map((RowView row) ->
                new Shard(
                    row.getColumn("shard", Integer.class),
                    row.getColumn("state", byte[].class),
                    row.getColumn("series", Integer.class)))
            .list());
  }

  /// Writes all of it or, if another pod has moved the watermark since the watch was read, nothing;
  /// says which.
  boolean commit(LoadedWatch watch, CycleResult result, Instant now) {
    return jdbi.inTransaction(h -> {
      // A pod that froze inside its transaction must not hold up the next one for ever.
      h.execute("set local lock_timeout = '10s'");
      h.execute("set local statement_timeout = '30s'");
      h.execute("set local idle_in_transaction_session_timeout = '10s'");
      Instant watermark =
          h.createQuery("select watermark from watch where id = :id and enabled for update")
              .bind("id", watch.id())
              .mapTo(Instant.class)
              .findOne()
              .orElse(Instant.MIN);
      if (!watermark.equals(watch.progress().watermark())) {
        return false;
      }
      addCycle(h, watch.id(), result, now);
      if (!result.span().skipped()) {
        saveShards(h, watch.id(), result.shards(), now);
        result.changes().forEach(change -> apply(h, watch.id(), change));
      }
      moveWatermark(h, watch.id(), result, now);
      return true;
    });
  }

  private void addCycle(Handle h, String watch, CycleResult result, Instant now) {
    h.createUpdate(
            """
            insert into watch_cycle
              (watch_id, from_time, to_time, pod, processed_at, series, points, signals, skipped)
            values (:watch, :from, :to, :pod, :now, :series, :points, :signals, :skipped)
            """)
        .bind("watch", watch)
        .bind("from", result.span().from())
        .bind("to", result.span().to())
        .bind("pod", pod)
        .bind("now", now)
        .bind("series", result.series())
        .bind("points", result.points())
        .bind("signals", result.changes().size())
        .bind("skipped", result.span().skipped())
        .execute();
  }

  private static void saveShards(Handle h, String watch, List<Shard> shards, Instant now) {
    h.createUpdate("delete from detector_state where watch_id = :watch and shard >= :count")
        .bind("watch", watch)
        .bind("count", shards.size())
        .execute();
    if (shards.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        h.prepareBatch(
            """
            insert into detector_state (watch_id, shard, state, series, updated_at)
            values (:watch, :shard, :state, :series, :now)
            on conflict (watch_id, shard) do update
            set state = excluded.state, series = excluded.series, updated_at = excluded.updated_at
            """);
    for (Shard shard : shards) {
      batch
          .bind("watch", watch)
          .bind("shard", shard.number())
          .bind("state", shard.state())
          .bind("series", shard.series())
          .bind("now", now)
          .add();
    }
    batch.execute();
  }

  /// A change makes its signal new to the correlator: `correlated_at` becomes null.
  private static void apply(Handle h, String watch, SignalChange change) {
    switch (change) {
      case SignalChange.Opened(Signal signal) -> insert(h, signal);
      case SignalChange.Reopened(Signal signal) -> reopen(h, watch, signal);
      case SignalChange.Worsened(String series, Signal.Measure measure) ->
          h.createUpdate(
                  """
                  update signal
                  set score = greatest(score, :score), strength = :strength, observed = :observed,
                    correlated_at = null
                  where watch_id = :watch and series_key = :series and ended_at is null
                    and strength < :strength
                  """)
              .bind("watch", watch)
              .bind("series", series)
              .bind("score", measure.score())
              .bind("strength", measure.strength())
              .bind("observed", measure.observed())
              .execute();
      case SignalChange.Closed(String series, Instant at) ->
          h.createUpdate(
                  """
                  update signal
                  set ended_at = greatest(:at, fired_at), correlated_at = null
                  where watch_id = :watch and series_key = :series and ended_at is null
                  """)
              .bind("watch", watch)
              .bind("series", series)
              .bind("at", at)
              .execute();
    }
  }

  private static void reopen(Handle h, String watch, Signal signal) {
    h.createUpdate(
            """
            update signal
            set ended_at = null, correlated_at = null
            where id = (
              select id from signal
              where watch_id = :watch and series_key = :series
              order by fired_at desc
              limit 1)
              and ended_at > :earliest and direction = :direction
            """)
        .bind("watch", watch)
        .bind("series", signal.origin().seriesKey())
        .bind("earliest", signal.deviation().firedAt().minusSeconds(3600))
        .bind("direction", signal.deviation().direction().name())
        .execute();
  }

  private static void insert(Handle h, Signal signal) {
    Signal.Origin origin = signal.origin();
    Signal.Deviation deviation = signal.deviation();
    Signal.Measure measure = deviation.measure();
    h.createUpdate(
            """
            insert into signal (id, watch_id, series_key, service, kind, unit, labels, direction, onset,
              fired_at, ended_at, score, strength, observed, expected, lower_bound, upper_bound)
            values (:id, :watch, :series, :service, :kind, :unit, cast(:labels as jsonb), :direction,
              :onset, :fired, :ended, :score, :strength, :observed, :expected, :lower, :upper)
            """)
        .bind("id", signal.id())
        .bind("watch", origin.watch())
        .bind("series", origin.seriesKey())
        .bind("service", origin.service())
        .bind("kind", origin.kind().name())
        .bind("unit", origin.unit())
        .bind("labels", QueryJson.write(origin.labels()))
        .bind("direction", deviation.direction().name())
        .bind("onset", deviation.onset())
        .bind("fired", deviation.firedAt())
        .bind("ended", deviation.endedAt())
        .bind("score", measure.score())
        .bind("strength", measure.strength())
        .bind("observed", measure.observed())
        .bind("expected", measure.expected())
        .bind("lower", measure.lower())
        .bind("upper", measure.upper())
        .execute();
  }

  private static void moveWatermark(Handle h, String watch, CycleResult result, Instant now) {
    h.createUpdate(
            """
            update watch
            set watermark = :to, last_cycle_at = :now,
              series_count = case when :skipped then series_count else :series end,
              last_error = :note,
              last_error_at = case when cast(:note as text) is null then null else cast(:now as timestamptz) end
            where id = :id
            """)
        .bind("id", watch)
        .bind("to", result.span().to())
        .bind("now", now)
        .bind("skipped", result.span().skipped())
        .bind("series", result.series())
        .bind("note", result.note())
        .execute();
  }
}
