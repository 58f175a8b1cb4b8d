package io.llmdevops.copilot.incidents.ledger;

import io.llmdevops.copilot.incidents.Alert;
import io.llmdevops.copilot.incidents.Evidence;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.Page;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.Suspect;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// All that is kept of one incident.
public final class IncidentFile {
  private IncidentFile() {}

  public static Optional<Incident> find(Handle handle, UUID id) {
    return handle
        .createQuery("select * from incident where id = :id")
        .bind("id", id)
        .map(Rows::incident)
        .findOne();
  }

  public static Optional<Incident> find(Handle handle, long number) {
    return handle
        .createQuery("select * from incident where number = :number")
        .bind("number", number)
        .map(Rows::incident)
        .findOne();
  }

  /// The row is locked until the end of the transaction.
  public static Optional<Incident> lock(Handle handle, UUID id) {
    return handle
        .createQuery("select * from incident where id = :id for update")
        .bind("id", id)
        .map(Rows::incident)
        .findOne();
  }

  /// In the order in which they fired, latest first.
  public static Page<Signal> signals(
      Handle handle, UUID incident, Optional<String> cursor, int limit) {
    Cursor after = cursor.map(Cursor::decode).orElse(Cursor.START);
    List<Signal> rows =
        handle
            .createQuery(
                """
                select *
                from signal
                where incident_id = :incident
                  and (fired_at, id) < (:after, :after_id)
                order by fired_at desc, id desc
                limit :limit
                """)
            .bind("incident", incident)
            .bind("after", after.at())
            .bind("after_id", after.id())
            .bind("limit", limit + 1)
            .map(Rows::signal)
            .list();
    return IncidentList.slice(
        rows, limit, last -> new Cursor(last.deviation().firedAt(), last.id()));
  }

  /// In the order in which they were received, latest first.
  public static Page<Alert> alerts(
      Handle handle, UUID incident, Optional<String> cursor, int limit) {
    Cursor after = cursor.map(Cursor::decode).orElse(Cursor.START);
    List<Alert> rows =
        handle
            .createQuery(
                """
                select *
                from alert
                where incident_id = :incident
                  and (received_at, id) < (:after, :after_id)
                order by received_at desc, id desc
                limit :limit
                """)
            .bind("incident", incident)
            .bind("after", after.at())
            .bind("after_id", after.id())
            .bind("limit", limit + 1)
            .map(Rows::alert)
            .list();
    return IncidentList.slice(
        rows, limit, last -> new Cursor(last.times().receivedAt(), last.id()));
  }

  public static List<Suspect> suspects(Handle handle, UUID incident) {
    return handle
        .createQuery("select * from suspect where incident_id = :incident order by rank")
        .bind("incident", incident)
        .map(Rows::suspect)
        .list();
  }

  public static List<Evidence> evidence(Handle handle, UUID incident) {
    return handle
        .createQuery(
            "select * from evidence where incident_id = :incident order by captured_at, id")
        .bind("incident", incident)
        .map(Rows::evidence)
        .list();
  }

  public static Optional<Evidence> evidenceById(Handle handle, UUID id) {
    return handle
        .createQuery("select * from evidence where id = :id")
        .bind("id", id)
        .map(Rows::evidence)
        .findOne();
  }
}
