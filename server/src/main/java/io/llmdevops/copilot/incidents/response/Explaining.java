package io.llmdevops.copilot.incidents.response;

import io.llmdevops.copilot.incidents.Action;
import io.llmdevops.copilot.incidents.Evidence;
import io.llmdevops.copilot.incidents.Findings;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentStatus;
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

  /// A first explanation rests on a few samples of trouble. It is looked at again while the
  /// incident is open: this long after the last thing that happened, then after twice that, and so
  /// on.
  private static final Duration SECOND_LOOK = Duration.ofSeconds(30);

  private static final Duration LAST_LOOK = Duration.ofMinutes(10);

  private final Jdbi jdbi;
  private final InstantSource time;

  public Explaining(Jdbi jdbi, InstantSource time) {
    this.jdbi = jdbi;
    this.time = time;
  }

  /// A further look at an incident to which nothing has happened since the last one comes last.
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
                  order by investigated_at is not null and last_activity_at <= investigated_at,
                    investigation_due
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

  /// A request that came after the claim keeps its due time and is worked on next. The timeline
  /// tells of it unless the answer is the one that was known. A further look that finds no cause,
  /// perhaps because a source is away by now, takes nothing back.
  public Incident explain(UUID id, Findings findings, Optional<Instant> leasedUntil) {
    return jdbi.inTransaction(handle -> {
      Incident before = LifeCycle.lock(handle, id, Action.by(ACTOR));
      Instant now = time.instant();
      if (saysLess(before, findings)) {
        handle
            .createUpdate(
                """
                update incident
                set investigation_due = :again
                where id = :id and investigation_due = cast(:leased_until as timestamptz)
                """)
            .bind("id", id)
            .bind("again", nextLook(before, now).orElse(null))
            .bind("leased_until", leasedUntil.orElse(null))
            .execute();
        return before;
      }
      boolean isNews = isNews(before, IncidentFile.suspects(handle, id), findings);
      storeEvidence(handle, id, findings.evidence());
      storeSuspects(handle, id, findings.suspects());
      handle
          .createUpdate(
              """
              update incident
              set explanation = :progress, headline = :headline, investigated_at = :now,
                investigation_due = case
                  when cast(:leased_until as timestamptz) is null
                    or investigation_due = :leased_until then cast(:again as timestamptz)
                  else investigation_due end,
                version = version + 1, updated_at = :now
              where id = :id
              """)
          .bind("id", id)
          .bind("progress", findings.progress().name())
          .bind("headline", findings.headline())
          .bind("leased_until", leasedUntil.orElse(null))
          .bind("again", nextLook(before, now).orElse(null))
          .bind("now", now)
          .execute();
      if (isNews) {
        Journal.append(handle, List.of(entry(id, findings, now)), now);
      } else {
        Journal.touched(handle, id, TimelineEntry.Kind.EXPLAINED, now);
      }
      return LifeCycle.get(handle, id);
    });
  }

  private static Journal.Entry entry(UUID id, Findings findings, Instant now) {
    return new Journal.Entry(
        id,
        now,
        TimelineEntry.Kind.EXPLAINED,
        ACTOR,
        findings.headline(),
        Map.of(
            "progress", findings.progress().name(),
            "suspects", String.valueOf(findings.suspects().size()),
            "evidence", String.valueOf(findings.evidence().size())));
  }

  private static boolean saysLess(Incident before, Findings findings) {
    Instant last = before.explanation().investigatedAt();
    boolean nothingHappenedSince = last != null && !before.times().lastActivityAt().isAfter(last);
    return nothingHappenedSince
        && before.explanation().progress() == Incident.Progress.EXPLAINED
        && findings.progress() == Incident.Progress.UNRESOLVED;
  }

  private static boolean isNews(Incident before, List<Suspect> known, Findings findings) {
    return before.explanation().progress() != findings.progress()
        || !blamed(known).equals(blamed(findings.suspects()));
  }

  private static Optional<String> blamed(List<Suspect> suspects) {
    return suspects.stream().map(Suspect::service).findFirst();
  }

  /// An incident of alerts alone has nothing that more samples would make clearer.
  private static Optional<Instant> nextLook(Incident incident, Instant now) {
    boolean lasts =
        incident.state().status() != IncidentStatus.RESOLVED
            && incident.scope().counts().signals() > 0;
    Duration quiet = Duration.between(incident.times().lastActivityAt(), now);
    if (!lasts || quiet.compareTo(LAST_LOOK) > 0) {
      return Optional.empty();
    }
    return Optional.of(now.plus(quiet.compareTo(SECOND_LOOK) > 0 ? quiet : SECOND_LOOK));
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
          .bind("role", suspect.role().name())
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
