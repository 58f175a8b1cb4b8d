package io.llmdevops.copilot.incidents.ledger;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Moves what belongs to one incident to another. The evidence stays where it was found; the target
/// is investigated anew.
public final class Merge {
  public record Pair(UUID from, UUID into) {}

  private Merge() {}

  /// No incident may be source and target at once, and both rows are locked by the caller.
  public static void move(Handle handle, List<Pair> pairs, String actor, Instant now) {
    if (pairs.isEmpty()) {
      return;
    }
    for (String sql :
        List.of(
            """
            update signal set incident_id = p.target
            from unnest(:from, :into) as p (source, target)
            where incident_id = p.source
            """,
            """
            update alert set incident_id = p.target
            from unnest(:from, :into) as p (source, target)
            where incident_id = p.source
            """,
            """
            update incident t
            set services = (
                select array_agg(distinct s)
                from unnest(t.services || m.services) as s),
              started_at = least(t.started_at, m.started_at),
              last_activity_at = greatest(t.last_activity_at, m.last_activity_at),
              severity = case
                when 'CRITICAL' in (t.severity, m.severity) then 'CRITICAL'
                when 'WARNING' in (t.severity, m.severity) then 'WARNING'
                else 'INFO' end,
              signal_count = t.signal_count + m.signals,
              open_signal_count = t.open_signal_count + m.open_signals,
              alert_count = t.alert_count + m.alerts,
              open_alert_count = t.open_alert_count + m.open_alerts,
              gist = t.gist || m.gist,
              investigation_due = :now,
              version = t.version + 1,
              updated_at = :now
            from (
              select p.target,
                array_agg(s) filter (where s is not null) as services,
                min(i.started_at) as started_at,
                max(i.last_activity_at) as last_activity_at,
                case when bool_or(i.severity = 'CRITICAL') then 'CRITICAL'
                  when bool_or(i.severity = 'WARNING') then 'WARNING' else 'INFO' end as severity,
                sum(i.signal_count) filter (where position = 1) as signals,
                sum(i.open_signal_count) filter (where position = 1) as open_signals,
                sum(i.alert_count) filter (where position = 1) as alerts,
                sum(i.open_alert_count) filter (where position = 1) as open_alerts,
                coalesce(
                  jsonb_path_query_array(
                    jsonb_agg(i.gist) filter (where position = 1), '$[*][*]'), '[]') as gist
              from unnest(:from, :into) as p (source, target)
              join incident i on i.id = p.source
              cross join lateral unnest(i.services) with ordinality as u (s, position)
              group by p.target
            ) m
            where t.id = m.target
            """,
            """
            update incident i
            set status = 'RESOLVED', resolved_at = :now, resolved_by = :actor,
              merged_into = p.target, signal_count = 0, open_signal_count = 0,
              alert_count = 0, open_alert_count = 0, investigation_due = null,
              version = version + 1, updated_at = :now
            from unnest(:from, :into) as p (source, target)
            where i.id = p.source
            """)) {
      handle
          .createUpdate(sql)
          .bindArray("from", UUID.class, pairs.stream().map(Pair::from).toList())
          .bindArray("into", UUID.class, pairs.stream().map(Pair::into).toList())
          .bind("now", now)
          .bind("actor", actor)
          .execute();
    }
  }
}
