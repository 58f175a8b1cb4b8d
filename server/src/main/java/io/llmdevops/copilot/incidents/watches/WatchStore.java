package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.sources.MetricQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;

/// The watches, and the state of each before a cycle.
final class WatchStore {
  private final Jdbi jdbi;

  WatchStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// Adds the watch, or notes that it is still wanted.
  ///
  /// @param text the query as its source writes it
  /// @param start where a new watch begins to learn
  void save(WatchDefinition watch, String text, Instant start, Instant now) {
    WatchDefinition.Queries queries = watch.queries();
    MetricQuery traffic = queries.traffic();
    jdbi.useHandle(h ->
        h.createUpdate(
                """
                insert into watch (id, name, origin, source, kind, unit, badness, query, query_text,
                  traffic, service_label, interval_ms, watermark, live_from, created_at, last_seen_at)
                values (:id, :name, :origin, :source, :kind, :unit, :badness, cast(:query as jsonb),
                  :text, cast(:traffic as jsonb), :service_label, :interval, :start, :now, :now, :now)
                on conflict (id) do update
                set name = excluded.name, badness = excluded.badness, unit = excluded.unit,
                  query_text = excluded.query_text, traffic = excluded.traffic,
                  service_label = excluded.service_label,
                  enabled = true, last_seen_at = greatest(watch.last_seen_at, excluded.last_seen_at)
                """)
            .bind("id", watch.id())
            .bind("name", watch.name())
            .bind("origin", watch.origin().name().toLowerCase(java.util.Locale.ROOT))
            .bind("source", queries.source())
            .bind("kind", watch.measure().kind().name())
            .bind("unit", watch.measure().unit())
            .bind("badness", watch.measure().badness().name())
            .bind("query", QueryJson.write(queries.value()))
            .bind("text", text)
            .bind("traffic", traffic == null ? null : QueryJson.write(traffic))
            .bind("service_label", queries.serviceLabel())
            .bind("interval", watch.interval().toMillis())
            .bind("start", start)
            .bind("now", now)
            .execute());
  }

  /// The watch and all that a cycle has to know of it, seen at one moment.
  Optional<LoadedWatch> load(String id) {
    return jdbi.inTransaction(h ->
        h.createQuery(
                """
                select w.*, clock_timestamp() as database_time,
                  (select coalesce(sum(series_count), 0) from watch o where o.id <> w.id) as others
                from watch w
                where id = :id
                """)
            .bind("id", id)
            .map((RowView row) -> loaded(row, openSeries(h, id)))
            .findOne());
  }

  /// Ids of the watches that are to be cycled.
  List<String> enabled() {
    return jdbi.withHandle(
        h -> h.createQuery("select id from watch where enabled").mapTo(String.class).list());
  }

  /// Names of the sources that watches ask.
  List<String> sources() {
    return jdbi.withHandle(h ->
        h.createQuery("select distinct source from watch where enabled")
            .mapTo(String.class)
            .list());
  }

  /// Says why a cycle did not succeed. The watermark stays.
  void fail(String id, String error, Instant now) {
    jdbi.useHandle(h ->
        h.createUpdate("update watch set last_error = :error, last_error_at = :now where id = :id")
            .bind("id", id)
            .bind("error", error)
            .bind("now", now)
            .execute());
  }

  /// Stops the watches of a source that nothing has asked for since; their open signals end.
  List<String> retire(String source, Instant unseenSince, Instant now) {
    return jdbi.inTransaction(h -> {
      List<String> retired =
          h.createQuery(
                  """
                  update watch
                  set enabled = false, series_count = 0
                  where enabled and source = :source and last_seen_at < :since
                  returning id
                  """)
              .bind("source", source)
              .bind("since", unseenSince)
              .mapTo(String.class)
              .list();
      closeSignals(h, retired, now);
      return retired;
    });
  }

  /// Stops discovered watches of a source that ask the same as one of `found` in another way: over
  /// another window, or by another label.
  List<String> supersede(String source, List<WatchDefinition> found, Instant now) {
    if (found.isEmpty()) {
      return List.of();
    }
    return jdbi.inTransaction(h -> {
      List<String> superseded =
          h.createQuery(
                  """
                  update watch
                  set enabled = false, series_count = 0
                  where enabled and origin = 'discovered' and source = :source
                    and name in (<names>) and id not in (<ids>)
                  returning id
                  """)
              .bind("source", source)
              .bindList("names", found.stream().map(WatchDefinition::name).toList())
              .bindList("ids", found.stream().map(WatchDefinition::id).toList())
              .mapTo(String.class)
              .list();
      closeSignals(h, superseded, now);
      return superseded;
    });
  }

  private static void closeSignals(Handle h, List<String> watches, Instant now) {
    if (!watches.isEmpty()) {
      h.createUpdate(
              """
              update signal
              set ended_at = greatest(:now, fired_at), correlated_at = null
              where ended_at is null and watch_id in (<watches>)
              """)
          .bindList("watches", watches)
          .bind("now", now)
          .execute();
    }
  }

  /// Removes retired watches with their memory, and spans that are too old to be asked for.
  int prune(Instant retiredBefore, Instant cyclesBefore) {
    return jdbi.inTransaction(h -> {
      h.createUpdate("delete from watch_cycle where processed_at < :before")
          .bind("before", cyclesBefore)
          .execute();
      return h.createUpdate("delete from watch where not enabled and last_seen_at < :before")
          .bind("before", retiredBefore)
          .execute();
    });
  }

  private static Set<String> openSeries(Handle h, String id) {
    return new HashSet<>(
        h.createQuery("select series_key from signal where watch_id = :id and ended_at is null")
            .bind("id", id)
            .mapTo(String.class)
            .list());
  }

  private static LoadedWatch loaded(RowView row, Set<String> open) {
    String traffic = row.getColumn("traffic", String.class);
    return new LoadedWatch(
        row.getColumn("id", String.class),
        new WatchDefinition(
            row.getColumn("name", String.class),
            WatchDefinition.Origin.valueOf(
                row.getColumn("origin", String.class).toUpperCase(java.util.Locale.ROOT)),
            new WatchDefinition.Measure(
                SignalKind.valueOf(row.getColumn("kind", String.class)),
                row.getColumn("unit", String.class),
                SignalKind.Badness.valueOf(row.getColumn("badness", String.class))),
            new WatchDefinition.Queries(
                row.getColumn("source", String.class),
                QueryJson.read(row.getColumn("query", String.class)),
                traffic == null ? null : QueryJson.read(traffic),
                row.getColumn("service_label", String.class)),
            Duration.ofMillis(row.getColumn("interval_ms", Long.class))),
        row.getColumn("enabled", Boolean.class),
        new LoadedWatch.Progress(
            row.getColumn("watermark", Instant.class), row.getColumn("live_from", Instant.class)),
        open,
        row.getColumn("others", Long.class),
        row.getColumn("database_time", Instant.class));
  }
}
