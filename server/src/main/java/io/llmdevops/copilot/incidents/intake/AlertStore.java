package io.llmdevops.copilot.incidents.intake;

import io.llmdevops.copilot.incidents.Alert;
import io.llmdevops.copilot.incidents.ledger.Json;
import io.llmdevops.copilot.incidents.ledger.Rows;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Stores any number of alerts in one statement and one transaction.
final class AlertStore {
  /// A firing that comes this soon after the resolve of the same alert was overtaken by it; a later
  /// one means that it fires again.
  static final Duration LATE_FIRING = Duration.ofMinutes(5);

  private static final String UPSERT =
      """
      with written as (
        insert into alert as a (id, receiver, fingerprint, name, service, severity, status, labels,
          annotations, generator_url, note, sent_starts_at, starts_at, ends_at, received_at,
          updated_at, receive_count, resolved_received_at)
        select cast(n.id as uuid), n.receiver, n.fingerprint, n.name, n.service, n.severity,
          n.status, cast(n.labels as jsonb), cast(n.annotations as jsonb), n.generator_url, n.note,
          cast(n.sent_starts_at as timestamptz), cast(n.starts_at as timestamptz),
          cast(n.ends_at as timestamptz), cast(:now as timestamptz), cast(:now as timestamptz),
          n.receive_count,
          case when n.status = 'RESOLVED' then cast(:now as timestamptz) end
        from unnest(:id, :receiver, :fingerprint, :name, :service, :severity, :status, :labels,
          :annotations, :generator_url, :note, :sent_starts_at, :starts_at, :ends_at,
          :receive_count)
          as n (id, receiver, fingerprint, name, service, severity, status, labels, annotations,
            generator_url, note, sent_starts_at, starts_at, ends_at, receive_count)
        on conflict (fingerprint, sent_starts_at) do update
        set receive_count = a.receive_count + excluded.receive_count,
          updated_at = excluded.updated_at,
          annotations = excluded.annotations,
          note = coalesce(excluded.note, a.note),
          status = case
            when a.status = 'RESOLVED' and a.resolved_received_at > :late then 'RESOLVED'
            else excluded.status end,
          ends_at = case
            when excluded.status = 'RESOLVED' then excluded.ends_at
            when a.status = 'RESOLVED' and a.resolved_received_at > :late then a.ends_at end,
          resolved_received_at = case
            when a.status = 'RESOLVED'
              and (excluded.status = 'RESOLVED' or a.resolved_received_at > :late)
              then a.resolved_received_at
            else excluded.resolved_received_at end,
          correlated_at = case
            when a.status = excluded.status
              or (a.status = 'RESOLVED' and a.resolved_received_at > :late) then a.correlated_at
            end
        returning xmax = 0 as inserted
      )
      select count(*) filter (where inserted) as inserted, count(*) as written from written
      """;

  private final Jdbi jdbi;
  private final IdSource ids;

  AlertStore(Jdbi jdbi, IdSource ids) {
    this.jdbi = jdbi;
    this.ids = ids;
  }

  /// An alert as it is to be written, and how often it was among those given.
  private record Repeated(IncomingAlert alert, long times) {

    /// Of a firing and its resolve in one transaction the resolve is the later one.
    Repeated with(Repeated other) {
      boolean otherEnds = other.alert.status() == Alert.Status.RESOLVED;
      boolean thisEnds = alert.status() == Alert.Status.RESOLVED;
      return new Repeated(thisEnds && !otherEnds ? alert : other.alert, times + other.times);
    }
  }

  record Written(long inserted, long repeated) {}

  Written write(Collection<IncomingAlert> alerts, Instant now) {
    if (alerts.isEmpty()) {
      return new Written(0, 0);
    }
    // In the order of the keys, so that two pods that write the same alerts never deadlock.
    Map<IncomingAlert.Key, Repeated> distinct = new TreeMap<>();
    alerts.forEach(alert -> distinct.merge(alert.key(), new Repeated(alert, 1), Repeated::with));
    List<Repeated> rows = new ArrayList<>(distinct.values());
    return jdbi.inTransaction(handle ->
        handle
            .createQuery(UPSERT)
            .bind("now", now)
            .bind("late", now.minus(LATE_FIRING))
            .bindArray("id", UUID.class, rows.stream().map(row -> ids.next()).toList())
            .bindArray("receiver", String.class, texts(rows, a -> a.content().receiver()))
            .bindArray("fingerprint", String.class, texts(rows, a -> a.key().fingerprint()))
            .bindArray("name", String.class, texts(rows, a -> a.content().name()))
            .bindArray("service", String.class, texts(rows, a -> a.content().service()))
            .bindArray("severity", String.class, texts(rows, a -> a.content().severity().name()))
            .bindArray("status", String.class, texts(rows, a -> a.status().name()))
            .bindArray("labels", String.class, texts(rows, a -> Json.write(a.content().labels())))
            .bindArray(
                "annotations",
                String.class,
                texts(rows, a -> Json.write(a.content().annotations())))
            .bindArray(
                "generator_url",
                String.class,
                texts(rows, a -> a.content().source().generatorUrl()))
            .bindArray("note", String.class, texts(rows, a -> a.content().source().note()))
            .bindArray(
                "sent_starts_at", String.class, texts(rows, a -> a.key().sentStartsAt().toString()))
            .bindArray(
                "starts_at",
                String.class,
                texts(rows, a -> a.content().source().startsAt().toString()))
            .bindArray(
                "ends_at",
                String.class,
                texts(rows, a -> a.endsAt() == null ? null : a.endsAt().toString()))
            .bindArray("receive_count", Long.class, rows.stream().map(Repeated::times).toList())
            .map(row ->
                new Written(
                    Rows.number(row, "inserted"), alerts.size() - Rows.number(row, "inserted")))
            .one());
  }

  /// The list may hold nulls.
  private static List<@Nullable String> texts(
      List<Repeated> rows, Function<IncomingAlert, @Nullable String> column) {
    List<@Nullable String> texts = new ArrayList<>(rows.size());
    rows.forEach(row -> texts.add(column.apply(row.alert())));
    return texts;
  }
}
