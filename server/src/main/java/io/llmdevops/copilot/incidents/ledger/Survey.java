package io.llmdevops.copilot.incidents.ledger;

import io.llmdevops.copilot.incidents.Overview;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// Reads for the overview. Each is bounded, whatever the tables hold.
public final class Survey {
  private static final int MOST_EPISODES = 5_000;

  /// Episodes longer than this before the window are not looked for, unless they last.
  private static final Duration LONG_EPISODE = Duration.ofHours(6);

  private record Seen(String service, Overview.Episode episode) {}

  private Survey() {}

  public static Overview.Watching watching(Handle handle) {
    return handle
        .createQuery(
            """
            select count(*) as watches, coalesce(sum(series_count), 0) as series,
              max(last_cycle_at) as last_cycle_at
            from watch
            where enabled
            """)
        .map(row ->
            new Overview.Watching(
                Rows.number(row, "watches"),
                Rows.number(row, "series"),
                Rows.timeOrNull(row, "last_cycle_at")))
        .one();
  }

  public static List<Overview.ServiceActivity> services(Handle handle, Instant since) {
    Map<String, List<Overview.Episode>> byService = new TreeMap<>();
    handle
        .createQuery(
            """
            select service
            from (
              select unnest(services) as service
              from incident
              where status not in ('RESOLVED', 'SUPPRESSED')
              union
              select caller from service_edge where last_seen_at >= :since
              union
              select callee from service_edge where last_seen_at >= :since
            ) known
            order by service
            limit 200
            """)
        .bind("since", since)
        .mapTo(String.class)
        .forEach(service -> byService.put(service, new ArrayList<>()));
    handle
        .createQuery(
            """
            select service, onset, ended_at
            from signal
            where (fired_at >= :fired and (ended_at is null or ended_at >= :since))
              or ended_at is null
            order by fired_at desc
            limit :limit
            """)
        .bind("fired", since.minus(LONG_EPISODE))
        .bind("since", since)
        .bind("limit", MOST_EPISODES)
        .map(row ->
            new Seen(
                Rows.text(row, "service"),
                new Overview.Episode(Rows.time(row, "onset"), Rows.timeOrNull(row, "ended_at"))))
        .forEach(seen ->
            byService
                .computeIfAbsent(seen.service(), service -> new ArrayList<>())
                .add(seen.episode()));
    return byService.entrySet().stream()
        .map(entry -> new Overview.ServiceActivity(entry.getKey(), entry.getValue()))
        .toList();
  }

  public static List<Overview.Call> callsAround(
      Handle handle, Set<String> services, Instant since) {
    if (services.isEmpty()) {
      return List.of();
    }
    return handle
        .createQuery(
            """
            with near as (
              select caller as service from service_edge
              where callee = any (:services) and last_seen_at >= :since
              union
              select callee from service_edge
              where caller = any (:services) and last_seen_at >= :since
              union
              select unnest(:services)
            )
            select distinct caller, callee
            from service_edge
            where last_seen_at >= :since
              and caller in (select service from near)
              and callee in (select service from near)
            order by caller, callee
            limit 200
            """)
        .bindArray("services", String.class, List.copyOf(services))
        .bind("since", since)
        .map(row -> new Overview.Call(Rows.text(row, "caller"), Rows.text(row, "callee")))
        .list();
  }

  /// The feed of changes says which incidents moved in the last hour; before that, the newest ones
  /// stand in. Either way a handful of timelines is read by its key, never the table.
  public static List<Overview.Happening> recent(Handle handle, int limit) {
    return handle
        .createQuery(
            """
            with moved as (
              select incident_id from (
                select incident_id from incident_change order by sequence desc limit 300
              ) latest
              union
              select id from (
                select id from incident order by detected_at desc, id desc limit 10
              ) newest
            )
            select i.number, e.sequence, e.at, e.kind, e.actor, e.text, cast(e.data as text) as data
            from moved
            join incident i on i.id = moved.incident_id
            cross join lateral (
              select * from incident_event
              where incident_id = moved.incident_id
              order by sequence desc
              limit 4
            ) e
            order by e.sequence desc
            limit :limit
            """)
        .bind("limit", limit)
        .map(row -> new Overview.Happening(Rows.number(row, "number"), Rows.timelineEntry(row)))
        .list();
  }
}
