package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.MaintenanceWindow;
import io.llmdevops.copilot.incidents.TimelineEntry;
import io.llmdevops.copilot.incidents.ledger.Journal;
import io.llmdevops.copilot.incidents.ledger.Json;
import io.llmdevops.copilot.incidents.ledger.Rows;
import io.llmdevops.copilot.sources.Labels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// What happens to incidents by the passing of time: they come to rest, and windows begin and end
/// over them.
final class Housekeeping {
  private static final int MOST = 1_000;

  /// The wait of a flapping incident doubles with each re-opening, up to this often.
  private static final int MOST_DOUBLINGS = 4;

  private final CorrelationRules rules;

  Housekeeping(CorrelationRules rules) {
    this.rules = rules;
  }

  /// How long all must have been quiet.
  static Duration settle(CorrelationRules rules, int reopened) {
    return rules.times().settle().multipliedBy(1L << Math.min(reopened, MOST_DOUBLINGS));
  }

  private record AtRest(UUID id, IncidentStatus status, Instant since, int reopened) {}

  /// Resolves the incidents in which nothing is active any more; says how many.
  int resolveSettled(Handle handle, Instant now) {
    List<AtRest> due =
        handle
            .createQuery(
                """
                select id, status, last_activity_at, reopened_count
                from incident
                where status <> 'RESOLVED'
                  and open_signal_count = 0 and open_alert_count = 0
                  and last_activity_at <= :before
                order by last_activity_at
                limit :limit
                for update skip locked
                """)
            .bind("before", now.minus(rules.times().settle()))
            .bind("limit", MOST)
            .map(row ->
                new AtRest(
                    Rows.id(row, "id"),
                    IncidentStatus.valueOf(Rows.text(row, "status")),
                    Rows.time(row, "last_activity_at"),
                    Rows.count(row, "reopened_count")))
            .stream()
            .filter(rest -> !rest.since().plus(settle(rules, rest.reopened())).isAfter(now))
            .toList();
    List<Journal.Entry> entries = new ArrayList<>();
    for (AtRest rest : due) {
      entries.add(
          changed(
              rest.id(),
              now,
              rest.status(),
              IncidentStatus.RESOLVED,
              "all signals have ended and all alerts are resolved"));
    }
    become(handle, due.stream().map(AtRest::id).toList(), IncidentStatus.RESOLVED, now);
    Journal.append(handle, entries, now);
    return due.size();
  }

  /// Suppresses what the windows now cover wholly, and brings back what they no longer cover.
  int applyWindows(Handle handle, Muting muting, Instant now) {
    Map<UUID, Cover> covers = covers(handle, muting);
    List<UUID> hide = new ArrayList<>();
    List<UUID> show = new ArrayList<>();
    List<Journal.Entry> entries = new ArrayList<>();
    covers.forEach((id, cover) -> {
      if (cover.whole() && cover.status() != IncidentStatus.SUPPRESSED) {
        hide.add(id);
        entries.add(changed(id, now, cover.status(), IncidentStatus.SUPPRESSED, cover.reason()));
      } else if (!cover.whole() && cover.status() == IncidentStatus.SUPPRESSED) {
        show.add(id);
        entries.add(
            changed(
                id,
                now,
                cover.status(),
                IncidentStatus.DETECTED,
                "no window covers it any more and it lasts"));
      }
    });
    become(handle, hide, IncidentStatus.SUPPRESSED, now);
    become(handle, show, IncidentStatus.DETECTED, now);
    Journal.append(handle, entries, now);
    return entries.size();
  }

  private record Cover(IncidentStatus status, boolean whole, String reason) {}

  /// By incident: whether each of its active members is under a window.
  private static Map<UUID, Cover> covers(Handle handle, Muting muting) {
    Map<UUID, Cover> covers = new HashMap<>();
    handle
        .createQuery(
            """
            select i.id, i.status, m.service, m.labels
            from incident i
            join lateral (
              select service, labels from signal where incident_id = i.id and ended_at is null
              union all
              select service, labels from alert where incident_id = i.id and status = 'FIRING'
            ) m on true
            where i.status = 'SUPPRESSED'
              or (:windows and i.status in ('DETECTED', 'INVESTIGATING'))
            """)
        .bind("windows", !muting.active().isEmpty())
        .map(row -> {
          UUID id = Rows.id(row, "id");
          Labels labels = Json.labels(Rows.text(row, "labels"));
          var window = muting.windowOver(Rows.text(row, "service"), labels);
          return Map.entry(
              id,
              new Cover(
                  IncidentStatus.valueOf(Rows.text(row, "status")),
                  window.isPresent(),
                  window.map(Housekeeping::describe).orElse("")));
        })
        .forEach(member ->
            covers.merge(
                member.getKey(),
                member.getValue(),
                (one, other) ->
                    new Cover(one.status(), one.whole() && other.whole(), one.reason())));
    return covers;
  }

  private static String describe(MaintenanceWindow window) {
    String kind =
        switch (window.kind()) {
          case SILENCE -> "silence";
          case MAINTENANCE -> "maintenance";
        };
    return "%s until %s: %s".formatted(kind, window.endsAt(), window.reason());
  }

  private static Journal.Entry changed(
      UUID id, Instant now, IncidentStatus from, IncidentStatus to, String why) {
    return new Journal.Entry(
        id,
        now,
        TimelineEntry.Kind.STATUS_CHANGED,
        Affinity.AUTOMATIC,
        "%s, was %s: %s".formatted(word(to), word(from), why),
        Map.of("from", from.name(), "to", to.name()));
  }

  private static String word(IncidentStatus status) {
    return status.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static void become(Handle handle, List<UUID> ids, IncidentStatus status, Instant now) {
    if (ids.isEmpty()) {
      return;
    }
    handle
        .createUpdate(
            """
            update incident
            set status = :status,
              resolved_at = case when :status = 'RESOLVED' then cast(:now as timestamptz) end,
              resolved_by = case when :status = 'RESOLVED' then :actor end,
              investigation_due = case
                when :status = 'DETECTED' then cast(:now as timestamptz)
                when :status = 'SUPPRESSED' then null
                else investigation_due end,
              version = version + 1,
              updated_at = :now
            where id = any (:ids)
            """)
        .bind("status", status.name())
        .bind("actor", Affinity.AUTOMATIC)
        .bind("now", now)
        .bindArray("ids", UUID.class, ids)
        .execute();
  }
}
