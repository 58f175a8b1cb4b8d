package io.llmdevops.copilot.incidents.response;

import io.llmdevops.copilot.incidents.Action;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.TimelineEntry;
import io.llmdevops.copilot.incidents.ledger.IncidentFile;
import io.llmdevops.copilot.incidents.ledger.Journal;
import io.llmdevops.copilot.platform.errors.CopilotException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// What people do with an incident. Each action locks the row, checks the version that the actor
/// saw and the table in [IncidentStatus], and writes state, timeline and feed in one transaction.
public final class LifeCycle {
  private final Jdbi jdbi;
  private final InstantSource time;

  public LifeCycle(Jdbi jdbi, InstantSource time) {
    this.jdbi = jdbi;
    this.time = time;
  }

  public Incident become(UUID id, IncidentStatus target, Action action) {
    return jdbi.inTransaction(handle -> {
      Incident incident = lock(handle, id, action);
      IncidentStatus from = incident.state().status();
      if (!from.mayBecome(target)) {
        throw refused(incident, target);
      }
      Instant now = time.instant();
      handle
          .createUpdate(
              """
              update incident
              set status = :target,
                acknowledged_at =
                  case when :target = 'ACKNOWLEDGED' then cast(:now as timestamptz) else acknowledged_at end,
                acknowledged_by =
                  case when :target = 'ACKNOWLEDGED' then :actor else acknowledged_by end,
                mitigated_at = case when :target = 'MITIGATED' then cast(:now as timestamptz) else mitigated_at end,
                resolved_at = case when :target = 'RESOLVED' then cast(:now as timestamptz) end,
                resolved_by = case when :target = 'RESOLVED' then :actor end,
                reopened_count = reopened_count
                  + case when status = 'RESOLVED' and :target = 'DETECTED' then 1 else 0 end,
                version = version + 1,
                updated_at = :now
              where id = :id
              """)
          .bind("id", id)
          .bind("target", target.name())
          .bind("actor", action.actor())
          .bind("now", now)
          .execute();
      Journal.append(
          handle,
          List.of(
              new Journal.Entry(
                  id,
                  now,
                  from == IncidentStatus.RESOLVED
                      ? TimelineEntry.Kind.REOPENED
                      : TimelineEntry.Kind.STATUS_CHANGED,
                  action.actor(),
                  describe(from, target, action),
                  Map.of("from", from.name(), "to", target.name()))),
          now);
      return get(handle, id);
    });
  }

  public Incident comment(UUID id, Action action) {
    String text = Optional.ofNullable(action.note()).orElse("").strip();
    if (text.isEmpty()) {
      throw new CopilotException.BadRequest("a comment needs a text");
    }
    return jdbi.inTransaction(handle -> {
      lock(handle, id, action);
      Instant now = time.instant();
      touch(handle, id, now);
      Journal.append(
          handle,
          List.of(
              new Journal.Entry(
                  id, now, TimelineEntry.Kind.COMMENT, action.actor(), text, Map.of())),
          now);
      return get(handle, id);
    });
  }

  static void touch(Handle handle, UUID id, Instant now) {
    handle
        .createUpdate("update incident set version = version + 1, updated_at = :now where id = :id")
        .bind("id", id)
        .bind("now", now)
        .execute();
  }

  static Incident lock(Handle handle, UUID id, Action action) {
    Incident incident = IncidentFile.lock(handle, id).orElseThrow(() -> unknown(id));
    if (action.expectedVersion().isPresent()
        && action.expectedVersion().getAsLong() != incident.version()) {
      throw new CopilotException.PreconditionFailed(
          "%s is at version %d, the request was made for version %d; read it again"
              .formatted(
                  incident.label(), incident.version(), action.expectedVersion().getAsLong()));
    }
    return incident;
  }

  static Incident get(Handle handle, UUID id) {
    return IncidentFile.find(handle, id).orElseThrow(() -> unknown(id));
  }

  static CopilotException unknown(UUID id) {
    return new CopilotException.NotFound("there is no incident with the id " + id);
  }

  private static CopilotException refused(Incident incident, IncidentStatus target) {
    String who = "";
    Incident.State state = incident.state();
    if (state.status() == target && target == IncidentStatus.ACKNOWLEDGED) {
      who = ", by " + state.acknowledgedBy();
    } else if (state.status() == target && target == IncidentStatus.RESOLVED) {
      who = ", by " + state.resolvedBy();
    }
    return new CopilotException.Conflict(
        "%s is %s%s and cannot become %s; from here it can become %s"
            .formatted(
                incident.label(),
                word(state.status()),
                who,
                word(target),
                String.join(" or ", state.status().next().stream().map(LifeCycle::word).toList())));
  }

  private static String describe(IncidentStatus from, IncidentStatus to, Action action) {
    String change = "%s, was %s".formatted(word(to), word(from));
    return action.note() == null || action.note().isBlank()
        ? change
        : change + ": " + action.note().strip();
  }

  static String word(IncidentStatus status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
