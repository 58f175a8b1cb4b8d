package io.llmdevops.copilot.incidents.ledger;

import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentCounts;
import io.llmdevops.copilot.incidents.IncidentFilter;
import io.llmdevops.copilot.incidents.Page;
import io.llmdevops.copilot.incidents.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The list of incidents, newest first, and the figures above it.
public final class IncidentList {
  private IncidentList() {}

  public static Page<Incident> page(
      Handle handle, IncidentFilter filter, Optional<String> cursor, int limit) {
    Cursor after = cursor.map(Cursor::decode).orElse(Cursor.START);
    List<Incident> rows =
        handle
            .createQuery(
                """
                select *
                from incident
                where (detected_at, id) < (:after, :after_id)
                  and (not :open_only or status not in ('RESOLVED', 'SUPPRESSED'))
                  and (cardinality(:statuses) = 0 or status = any (:statuses))
                  and (cardinality(:severities) = 0 or severity = any (:severities))
                  and (cast(:service as text) is null or services @> array[cast(:service as text)])
                  and (cast(:text as text) is null or strpos(lower(title), :text) > 0)
                  and (cast(:since as timestamptz) is null or detected_at >= :since)
                  and (cast(:until as timestamptz) is null or detected_at < :until)
                  and (cast(:acknowledged_by as text) is null or acknowledged_by = :acknowledged_by)
                order by detected_at desc, id desc
                limit :limit
                """)
            .bind("after", after.at())
            .bind("after_id", after.id())
            .bind("open_only", filter.openOnly())
            .bindArray("statuses", String.class, names(filter.statuses()))
            .bindArray("severities", String.class, names(filter.severities()))
            .bind("service", filter.service())
            .bind("text", filter.text() == null ? null : filter.text().toLowerCase(Locale.ROOT))
            .bind("since", filter.since())
            .bind("until", filter.until())
            .bind("acknowledged_by", filter.acknowledgedBy())
            .bind("limit", limit + 1)
            .map(Rows::incident)
            .list();
    return slice(rows, limit, last -> new Cursor(last.times().detectedAt(), last.id()));
  }

  /// `rows` holds one more than `limit` where there is a further slice.
  static <T> Page<T> slice(
      List<T> rows, int limit, java.util.function.Function<T, Cursor> cursorOf) {
    if (rows.size() <= limit) {
      return new Page<>(rows, Optional.empty());
    }
    List<T> items = rows.subList(0, limit);
    return new Page<>(items, Optional.of(cursorOf.apply(items.getLast()).encode()));
  }

  private static List<String> names(java.util.Set<? extends Enum<?>> values) {
    return values.stream().<String>map(Enum::name).sorted().toList();
  }

  public static IncidentCounts counts(Handle handle, Instant now) {
    Map<Severity, Long> bySeverity = new EnumMap<>(Severity.class);
    for (Severity severity : Severity.values()) {
      bySeverity.put(severity, 0L);
    }
    handle
        .createQuery(
            """
            select severity, count(*) as incidents
            from incident
            where status not in ('RESOLVED', 'SUPPRESSED')
            group by severity
            """)
        .map(row -> Map.entry(Rows.text(row, "severity"), Rows.number(row, "incidents")))
        .forEach(e -> bySeverity.put(Severity.valueOf(e.getKey()), e.getValue()));
    return handle
        .createQuery(
            """
            select
              (select count(*) from incident
                where status in ('DETECTED', 'INVESTIGATING')) as unacknowledged,
              (select count(*) from incident where status = 'SUPPRESSED') as suppressed,
              (select coalesce(sum(open_alert_count), 0) from incident
                where status <> 'RESOLVED') as open_alerts,
              (select count(*) from incident where detected_at >= :since) as detected,
              (select count(*) from incident
                where status = 'RESOLVED' and resolved_at >= :since) as resolved
            """)
        .bind("since", now.minus(Duration.ofDays(1)))
        .map(row ->
            new IncidentCounts(
                bySeverity,
                openByService(handle),
                Rows.number(row, "unacknowledged"),
                Rows.number(row, "suppressed"),
                Rows.number(row, "open_alerts"),
                new IncidentCounts.LastDay(
                    Rows.number(row, "detected"), Rows.number(row, "resolved"))))
        .one();
  }

  private static List<IncidentCounts.ServiceCount> openByService(Handle handle) {
    return handle
        .createQuery(
            """
            select s.service, count(*) as incidents,
              case when bool_or(i.severity = 'CRITICAL') then 'CRITICAL'
                when bool_or(i.severity = 'WARNING') then 'WARNING' else 'INFO' end as worst
            from incident i
            cross join lateral unnest(i.services) as s (service)
            where i.status not in ('RESOLVED', 'SUPPRESSED')
            group by s.service
            order by incidents desc, s.service
            limit 20
            """)
        .map(row ->
            new IncidentCounts.ServiceCount(
                Rows.text(row, "service"),
                Rows.number(row, "incidents"),
                Severity.valueOf(Rows.text(row, "worst"))))
        .list();
  }
}
