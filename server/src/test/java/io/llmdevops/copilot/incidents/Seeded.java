package io.llmdevops.copilot.incidents;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Puts rows of incidents, signals and alerts into a test's database.
public final class Seeded {
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Jdbi jdbi;
  private int count;

  public Seeded(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  public UUID incident(String service) {
    return incident(service, IncidentStatus.DETECTED, Severity.WARNING, NOON);
  }

  public UUID incident(
      String service, IncidentStatus status, Severity severity, Instant detectedAt) {
    UUID id = new UUID(0x7000L, ++count);
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into incident (id, title, status, severity, service, services,
                  fingerprint, started_at, detected_at, last_activity_at, updated_at)
                values (:id, :title, :status, :severity, :service, :services, :service, :at,
                  :at, :at, :at)
                """)
            .bind("id", id)
            .bind("title", service + ": error ratio 34 %")
            .bind("status", status.name())
            .bind("severity", severity.name())
            .bind("service", service)
            .bindArray("services", String.class, List.of(service))
            .bind("at", detectedAt)
            .execute());
    return id;
  }

  public UUID signal(UUID incident, String service) {
    UUID id = new UUID(0x7001L, ++count);
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into signal (id, watch_id, series_key, service, kind, unit, labels,
                  direction, onset, fired_at, score, strength, observed, expected, lower_bound,
                  upper_bound, incident_id)
                values (:id, 'w', :key, :service, 'ERROR_RATIO', 'ratio', '{}', 'UP', :at, :at,
                  0.9, 12, 0.34, 0.01, 0, 0.02, :incident)
                """)
            .bind("id", id)
            .bind("key", id.toString())
            .bind("service", service)
            .bind("at", NOON)
            .bind("incident", incident)
            .execute());
    jdbi.useHandle(handle ->
        handle.execute(
            "update incident set signal_count = signal_count + 1,"
                + " open_signal_count = open_signal_count + 1 where id = ?",
            incident));
    return id;
  }
}
