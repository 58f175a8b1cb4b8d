package io.llmdevops.copilot.incidents.correlation;

import com.fasterxml.jackson.core.type.TypeReference;
import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.MaintenanceWindow;
import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.incidents.ledger.Json;
import io.llmdevops.copilot.incidents.ledger.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/// Reads what a round of decisions depends on. Rows of signals and alerts are locked, those that
/// somebody else is writing are left to the next round: so the correlator never waits for intake or
/// a watch, and a change between reading and writing is impossible.
final class SituationReader {
  private static final TypeReference<List<Gist.Fact>> FACTS = new TypeReference<>() {};
  private static final int MOST_SHELVED = 2_000;

  /// How much is decided in one transaction. Small enough that a person who acknowledges an
  /// incident of the round hardly waits.
  record Batch(int signals, int alerts) {
    static final Batch DEFAULT = new Batch(500, 1_000);
  }

  private final Batch batch;
  private final CorrelationRules rules;

  SituationReader(Batch batch, CorrelationRules rules) {
    this.batch = batch;
    this.rules = rules;
  }

  Situation read(Handle handle, Instant now, Topology topology, List<MaintenanceWindow> windows) {
    List<Observation> pending = pending(handle);
    if (pending.isEmpty()) {
      return new Situation(now, List.of(), List.of(), List.of(), topology, windows);
    }
    Set<String> services = new HashSet<>();
    for (Observation observation : pending) {
      if (services.add(observation.service())) {
        services.addAll(topology.onPathOf(observation.service(), rules.reach().path()));
      }
    }
    return new Situation(
        now,
        pending,
        shelved(handle, services, pending, now),
        incidents(handle, services, pending, topology, now),
        topology,
        windows);
  }

  private List<Observation> pending(Handle handle) {
    List<Observation> pending = new ArrayList<>();
    handle
        .createQuery(
            """
            select * from signal
            where correlated_at is null
            order by sequence
            limit :limit
            for update skip locked
            """)
        .bind("limit", batch.signals())
        .map(Rows::signal)
        .forEach(signal -> pending.add(new Observation.OfSignal(signal)));
    handle
        .createQuery(
            """
            select * from alert
            where correlated_at is null
            order by sequence
            limit :limit
            for update skip locked
            """)
        .bind("limit", batch.alerts())
        .map(Rows::alert)
        .forEach(alert -> pending.add(new Observation.OfAlert(alert)));
    return pending;
  }

  /// What is active, was seen within the window, and belongs to no incident.
  private List<Observation> shelved(
      Handle handle, Collection<String> services, List<Observation> pending, Instant now) {
    Set<UUID> known = new HashSet<>(pending.stream().map(Observation::id).toList());
    List<Observation> shelved = new ArrayList<>();
    Instant since = now.minus(rules.times().window()).minus(rules.times().window());
    handle
        .createQuery(
            """
            select * from signal
            where incident_id is null and correlated_at is not null and ended_at is null
              and fired_at >= :since and service = any (:services)
            order by fired_at desc
            limit :limit
            for update skip locked
            """)
        .bind("since", since)
        .bindArray("services", String.class, services)
        .bind("limit", MOST_SHELVED)
        .map(Rows::signal)
        .forEach(signal -> shelved.add(new Observation.OfSignal(signal)));
    handle
        .createQuery(
            """
            select * from alert
            where incident_id is null and correlated_at is not null and status = 'FIRING'
              and received_at >= :since and service = any (:services)
            order by received_at desc
            limit :limit
            for update skip locked
            """)
        .bind("since", since)
        .bindArray("services", String.class, services)
        .bind("limit", MOST_SHELVED)
        .map(Rows::alert)
        .forEach(alert -> shelved.add(new Observation.OfAlert(alert)));
    shelved.removeIf(observation -> known.contains(observation.id()));
    return shelved;
  }

  private List<KnownIncident> incidents(
      Handle handle,
      Collection<String> services,
      List<Observation> pending,
      Topology topology,
      Instant now) {
    List<UUID> owners =
        pending.stream().map(Observation::incident).filter(Objects::nonNull).distinct().toList();
    // Where no call graph is known any open incident may be near; there are few services then.
    boolean all = topology.services() > 0 && topology.services() <= rules.reach().small();
    List<KnownIncident> byService =
        handle
            .createQuery(
                """
                select * from incident
                where (status <> 'RESOLVED' or (resolved_at >= :reopening and merged_into is null))
                  and (:all or services && cast(:services as text[]))
                """)
            .bind("reopening", now.minus(rules.times().reopening()))
            .bind("all", all)
            .bindArray("services", String.class, services)
            .map(SituationReader::incident)
            .list();
    List<KnownIncident> byMember =
        handle
            .createQuery("select * from incident where id = any (:owners)")
            .bindArray("owners", UUID.class, owners)
            .map(SituationReader::incident)
            .list();
    Set<UUID> seen = new HashSet<>();
    return Stream.concat(byService.stream(), byMember.stream())
        .filter(incident -> seen.add(incident.id()))
        .toList();
  }

  static KnownIncident incident(RowView row) {
    return new KnownIncident(
        Rows.id(row, "id"),
        "INC-" + Rows.number(row, "number"),
        new KnownIncident.State(
            IncidentStatus.valueOf(Rows.text(row, "status")),
            Severity.valueOf(Rows.text(row, "severity")),
            row.getColumn("resolved_by", String.class),
            Rows.count(row, "reopened_count")),
        new KnownIncident.Scope(
            Rows.text(row, "service"),
            Set.copyOf(Rows.texts(row, "services")),
            Rows.text(row, "title")),
        new KnownIncident.Times(
            Rows.time(row, "started_at"),
            Rows.time(row, "last_activity_at"),
            Rows.timeOrNull(row, "resolved_at")),
        new Gist(Json.read(Rows.text(row, "gist"), FACTS)));
  }
}
