package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.ledger.Journal;
import io.llmdevops.copilot.incidents.ledger.Json;
import io.llmdevops.copilot.incidents.ledger.Merge;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// Writes what a round decided: a handful of statements, however many observations it was about.
final class DecisionWriter {
  private static final String ACTOR = "copilot";

  /// New incidents gather their first signals before somebody looks for the cause.
  private static final Duration GATHERING = Duration.ofSeconds(5);

  private DecisionWriter() {}

  static void write(Handle handle, Situation situation, Decisions decisions) {
    Instant now = situation.now();
    List<Journal.Entry> entries = new ArrayList<>();
    for (Case one : all(decisions)) {
      one.finish()
          .forEach(n ->
              entries.add(new Journal.Entry(one.id(), now, n.kind(), ACTOR, n.text(), n.data())));
    }
    insert(handle, decisions.opened(), now);
    assign(handle, situation, decisions, now);
    Merge.move(
        handle,
        decisions.merges().stream().map(m -> new Merge.Pair(m.from().id(), m.into().id())).toList(),
        ACTOR,
        now);
    update(handle, decisions.changed(), now);
    recount(handle, decisions);
    Journal.append(handle, entries, now);
  }

  private static List<Case> all(Decisions decisions) {
    List<Case> all = new ArrayList<>(decisions.opened());
    all.addAll(decisions.changed());
    decisions.merges().forEach(merged -> all.add(merged.from()));
    return all;
  }

  private static void insert(Handle handle, List<Case> opened, Instant now) {
    if (opened.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            """
            insert into incident (id, title, status, severity, service, services, fingerprint, gist,
              started_at, detected_at, last_activity_at, updated_at, investigation_due)
            select cast(n.id as uuid), n.title, n.status, n.severity, n.service,
              array(select jsonb_array_elements_text(cast(n.services as jsonb))), n.service,
              cast(n.gist as jsonb), cast(n.started_at as timestamptz), :now, :now, :now,
              case when n.investigate then cast(:due as timestamptz) end
            from unnest(:ids, :titles, :statuses, :severities, :service, :services, :gists,
                :started, :investigate) with ordinality
              as n (id, title, status, severity, service, services, gist, started_at, investigate,
                position)
            order by n.position
            """)
        .bind("now", now)
        .bind("due", now.plus(GATHERING))
        .bindArray("ids", UUID.class, opened.stream().map(Case::id).toList())
        .bindArray("titles", String.class, texts(opened, Case::title))
        .bindArray("statuses", String.class, texts(opened, c -> c.status().name()))
        .bindArray("severities", String.class, texts(opened, c -> c.severity().name()))
        .bindArray("service", String.class, texts(opened, Case::service))
        .bindArray("services", String.class, texts(opened, c -> Json.write(c.services())))
        .bindArray("gists", String.class, texts(opened, c -> Json.write(c.gist().facts())))
        .bindArray("started", String.class, texts(opened, c -> c.startedAt().toString()))
        .bindArray(
            "investigate", Boolean.class, opened.stream().map(Case::wantsInvestigation).toList())
        .execute();
  }

  /// Each pending observation is done with; those that were given an incident get it.
  private static void assign(Handle handle, Situation situation, Decisions decisions, Instant now) {
    Map<UUID, UUID> incidents = new HashMap<>();
    Map<UUID, Observation> done = new HashMap<>();
    situation.pending().forEach(observation -> done.put(observation.id(), observation));
    for (Decisions.Assignment given : decisions.assignments()) {
      incidents.put(given.observation().id(), given.incident());
      done.put(given.observation().id(), given.observation());
    }
    assign(
        handle,
        """
        update signal s
        set incident_id = coalesce(cast(nullif(n.incident, '') as uuid), s.incident_id), correlated_at = :now
        from unnest(:ids, :incidents) as n (id, incident)
        where s.id = n.id
        """,
        done.values().stream().filter(o -> o instanceof Observation.OfSignal).toList(),
        incidents,
        now);
    assign(
        handle,
        """
        update alert a
        set incident_id = coalesce(cast(nullif(n.incident, '') as uuid), a.incident_id), correlated_at = :now
        from unnest(:ids, :incidents) as n (id, incident)
        where a.id = n.id
        """,
        done.values().stream().filter(o -> o instanceof Observation.OfAlert).toList(),
        incidents,
        now);
  }

  private static void assign(
      Handle handle,
      String sql,
      List<Observation> observations,
      Map<UUID, UUID> incidents,
      Instant now) {
    if (observations.isEmpty()) {
      return;
    }
    List<UUID> ids = new ArrayList<>();
    List<String> owners = new ArrayList<>();
    for (Observation observation : observations) {
      ids.add(observation.id());
      UUID owner = incidents.get(observation.id());
      owners.add(owner == null ? "" : owner.toString());
    }
    handle
        .createUpdate(sql)
        .bind("now", now)
        .bindArray("ids", UUID.class, ids)
        .bindArray("incidents", String.class, owners)
        .execute();
  }

  private static void update(Handle handle, List<Case> changed, Instant now) {
    if (changed.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            """
            update incident i
            set title = n.title,
              severity = n.severity,
              service = n.service,
              services = array(select jsonb_array_elements_text(cast(n.services as jsonb))),
              gist = cast(n.gist as jsonb),
              started_at = cast(n.started_at as timestamptz),
              last_activity_at = :now,
              status = case when i.status = n.status_before then n.status else i.status end,
              resolved_at = case when n.reopened and i.status = 'RESOLVED' then null
                else i.resolved_at end,
              resolved_by = case when n.reopened and i.status = 'RESOLVED' then null
                else i.resolved_by end,
              reopened_count = i.reopened_count
                + case when n.reopened and i.status = 'RESOLVED' then 1 else 0 end,
              investigation_due = case
                when n.investigate then least(i.investigation_due, cast(:due as timestamptz))
                else i.investigation_due end,
              version = i.version + 1,
              updated_at = :now
            from unnest(:ids, :titles, :severities, :service, :services, :gists, :started,
                :statuses, :statuses_before, :reopened, :investigate)
              as n (id, title, severity, service, services, gist, started_at, status,
                status_before, reopened, investigate)
            where i.id = n.id
            """)
        .bind("now", now)
        .bind("due", now.plus(GATHERING))
        .bindArray("ids", UUID.class, changed.stream().map(Case::id).toList())
        .bindArray("titles", String.class, texts(changed, Case::title))
        .bindArray("severities", String.class, texts(changed, c -> c.severity().name()))
        .bindArray("service", String.class, texts(changed, Case::service))
        .bindArray("services", String.class, texts(changed, c -> Json.write(c.services())))
        .bindArray("gists", String.class, texts(changed, c -> Json.write(c.gist().facts())))
        .bindArray("started", String.class, texts(changed, c -> c.startedAt().toString()))
        .bindArray("statuses", String.class, texts(changed, c -> c.status().name()))
        .bindArray("statuses_before", String.class, texts(changed, c -> c.statusBefore().name()))
        .bindArray(
            "reopened",
            Boolean.class,
            changed.stream()
                .map(c -> c.statusBefore() == IncidentStatus.RESOLVED && c.isOpen())
                .toList())
        .bindArray(
            "investigate", Boolean.class, changed.stream().map(Case::wantsInvestigation).toList())
        .execute();
  }

  /// From the rows themselves: no sum that could drift.
  private static void recount(Handle handle, Decisions decisions) {
    List<UUID> touched = new ArrayList<>();
    decisions.opened().forEach(c -> touched.add(c.id()));
    decisions.changed().forEach(c -> touched.add(c.id()));
    if (touched.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            """
            update incident i
            set signal_count = coalesce(s.members, 0), open_signal_count = coalesce(s.active, 0),
              alert_count = coalesce(a.members, 0), open_alert_count = coalesce(a.active, 0)
            from unnest(:touched) as t (id)
            left join (
              select incident_id, count(*) as members, count(*) filter (where ended_at is null) as active
              from signal where incident_id = any (:touched) group by incident_id
            ) s on s.incident_id = t.id
            left join (
              select incident_id, count(*) as members,
                count(*) filter (where status = 'FIRING') as active
              from alert where incident_id = any (:touched) group by incident_id
            ) a on a.incident_id = t.id
            where i.id = t.id
            """)
        .bindArray("touched", UUID.class, touched)
        .execute();
  }

  private static List<String> texts(List<Case> cases, Function<Case, String> column) {
    return cases.stream().map(column).toList();
  }
}
