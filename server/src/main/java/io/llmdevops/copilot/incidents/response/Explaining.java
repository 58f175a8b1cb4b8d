package io.llmdevops.copilot.incidents.response;

import io.llmdevops.copilot.incidents.Action;
import io.llmdevops.copilot.incidents.Evidence;
import io.llmdevops.copilot.incidents.Findings;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.Investigation;
import io.llmdevops.copilot.incidents.Suspect;
import io.llmdevops.copilot.incidents.TimelineEntry;
import io.llmdevops.copilot.incidents.ledger.IncidentFile;
import io.llmdevops.copilot.incidents.ledger.Journal;
import io.llmdevops.copilot.incidents.ledger.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Hands incidents to investigators and stores what they found.
public final class Explaining {
  private static final String ACTOR = "copilot";
  private static final int MOST_SIGNALS = 500;

  private final Jdbi jdbi;
  private final InstantSource time;

  public Explaining(Jdbi jdbi, InstantSource time) {
    this.jdbi = jdbi;
    this.time = time;
  }

  public Optional<Investigation> claim(Duration lease) {
    Instant now = time.instant();
    Instant until = now.plus(lease);
    return jdbi.inTransaction(handle ->
        handle
            .createQuery(
                """
                update incident
                set investigation_due = :until
                where id = (
                  select id
                  from incident
                  where investigation_due <= :now
                  order by investigation_due
                  limit 1
                  for update skip locked)
                returning *
                """)
            .bind("now", now)
            .bind("until", until)
            .map(Rows::incident)
            .findOne()
            .map(incident ->
                new Investigation(
                    incident,
                    IncidentFile.signals(handle, incident.id(), Optional.empty(), MOST_SIGNALS)
                        .items(),
                    until)));
  }

  /// A request that came after the claim keeps its due time and is worked on next.
  public Incident explain(UUID id, Findings findings, Optional<Instant> leasedUntil) {
    return jdbi.inTransaction(handle -> {
      LifeCycle.lock(handle, id, Action.by(ACTOR));
      Instant now = time.instant();
      storeEvidence(handle, id, findings.evidence());
      storeSuspects(handle, id, findings.suspects());
      handle
          .createUpdate(
              """
              update incident
              set explanation = :progress, headline = :headline, investigated_at = :now,
                investigation_due = case
                  when cast(:leased_until as timestamptz) is null
                    or investigation_due = :leased_until then null
                  else investigation_due end,
                version = version + 1, updated_at = :now
              where id = :id
              """)
          .bind("id", id)
          .bind("progress", findings.progress().name())
          .bind("headline", findings.headline())
          .bind("leased_until", leasedUntil.orElse(null))
          .bind("now", now)
          .execute();
      Journal.append(
          handle,
          List.of(
              new Journal.Entry(
                  id,
                  now,
                  TimelineEntry.Kind.EXPLAINED,
                  ACTOR,
                  findings.headline(),
                  Map.of(
                      "progress", findings.progress().name(),
                      "suspects", String.valueOf(findings.suspects().size()),
                      "evidence", String.valueOf(findings.evidence().size())))),
          now);
      return LifeCycle.get(handle, id);
    });
  }

  private static void storeEvidence(Handle handle, UUID incident, List<Evidence> evidence) {
    if (evidence.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into evidence (id, incident_id, kind, title, source, query_text, range_start,
              range_end, step_ms, unit, result, sha256, captured_at)
            values (:id, :incident, :kind, :title, :source, :query, :start, :end, :step, :unit,
              :result, :sha256, :captured_at)
            """);
    for (Evidence piece : evidence) {
      batch
          .bind("id", piece.id())
          .bind("incident", incident)
          .bind("kind", piece.kind())
          .bind("title", piece.title())
          .bind("source", piece.query().source())
          .bind("query", piece.query().text())
          .bind("start", piece.query().range().start())
          .bind("end", piece.query().range().end())
          .bind("step", piece.query().range().step().toMillis())
          .bind("unit", piece.query().unit())
          .bind("result", piece.answer().json())
          .bind("sha256", piece.answer().sha256())
          .bind("captured_at", piece.answer().capturedAt())
          .add();
    }
    batch.execute();
  }

  private static void storeSuspects(Handle handle, UUID incident, List<Suspect> suspects) {
    handle
        .createUpdate("delete from suspect where incident_id = :incident")
        .bind("incident", incident)
        .execute();
    if (suspects.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            insert into suspect (incident_id, rank, service, kind, role, score, onset,
              before_value, during_value, unit, statement, evidence_ids)
            values (:incident, :rank, :service, :kind, :role, :score, :onset, :before, :during,
              :unit, :statement, :evidence)
            """);
    for (Suspect suspect : suspects) {
      batch
          .bind("incident", incident)
          .bind("rank", suspect.rank())
          .bind("service", suspect.service())
          .bind("kind", suspect.kind().name())
          .bind("role", suspect.role())
          .bind("score", suspect.score())
          .bind("onset", suspect.change().onset())
          .bind("before", suspect.change().before())
          .bind("during", suspect.change().during())
          .bind("unit", suspect.change().unit())
          .bind("statement", suspect.statement())
          .bindArray("evidence", UUID.class, suspect.evidence())
          .add();
    }
    batch.execute();
  }
}
