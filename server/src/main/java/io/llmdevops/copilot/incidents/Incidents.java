package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.incidents.ledger.IncidentFile;
import io.llmdevops.copilot.incidents.ledger.IncidentList;
import io.llmdevops.copilot.incidents.ledger.Journal;
import io.llmdevops.copilot.incidents.response.Explaining;
import io.llmdevops.copilot.incidents.response.LifeCycle;
import io.llmdevops.copilot.incidents.response.Merging;
import io.llmdevops.copilot.platform.errors.CopilotException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;

/// The doorway to incidents: lists, one incident with all that is kept of it, what people do with
/// it, and the feed of changes. Unknown ids throw `NotFound`; an action that the life cycle does
/// not allow `Conflict`; one made for a version that is no longer current `PreconditionFailed`.
@ApplicationScoped
public class Incidents {
  /// Items of a slice when the caller does not say, and at most.
  public static final int DEFAULT_LIMIT = 50;

  public static final int MAX_LIMIT = 200;
  private static final int LONGEST_TIMELINE = 1_000;
  private static final Pattern LABEL = Pattern.compile("(?:INC-)?([0-9]{1,18})");

  private final Jdbi jdbi;
  private final InstantSource time;
  private final LifeCycle lifeCycle;
  private final Merging merging;
  private final Explaining explaining;

  public Incidents(Jdbi jdbi, InstantSource time) {
    this.jdbi = jdbi;
    this.time = time;
    this.lifeCycle = new LifeCycle(jdbi, time);
    this.merging = new Merging(jdbi, time);
    this.explaining = new Explaining(jdbi, time);
  }

  /// Newest first. `cursor` is the `next` of the slice before.
  public Page<Incident> list(IncidentFilter filter, Optional<String> cursor, int limit) {
    return jdbi.withHandle(handle -> IncidentList.page(handle, filter, cursor, checked(limit)));
  }

  public IncidentCounts counts() {
    return jdbi.withHandle(handle -> IncidentList.counts(handle, time.instant()));
  }

  public Incident get(UUID id) {
    return jdbi.withHandle(handle -> IncidentFile.find(handle, id))
        .orElseThrow(() -> unknown(id.toString()));
  }

  /// By what people write: an id, `INC-42`, `inc-42` or `42`.
  public Incident get(String reference) {
    var label = LABEL.matcher(reference.strip().toUpperCase(Locale.ROOT));
    if (label.matches()) {
      long number = Long.parseLong(label.group(1));
      return jdbi.withHandle(handle -> IncidentFile.find(handle, number))
          .orElseThrow(() -> unknown(reference));
    }
    try {
      return get(UUID.fromString(reference.strip()));
    } catch (IllegalArgumentException e) {
      throw unknown(reference);
    }
  }

  /// The latest 1,000 entries, oldest first.
  public List<TimelineEntry> timeline(UUID id) {
    return jdbi.withHandle(handle -> Journal.timeline(handle, id, LONGEST_TIMELINE));
  }

  public List<Suspect> suspects(UUID id) {
    return jdbi.withHandle(handle -> IncidentFile.suspects(handle, id));
  }

  /// Of all its investigations, oldest first.
  public List<Evidence> evidence(UUID id) {
    return jdbi.withHandle(handle -> IncidentFile.evidence(handle, id));
  }

  public Evidence evidenceById(UUID evidence) {
    return jdbi.withHandle(handle -> IncidentFile.evidenceById(handle, evidence))
        .orElseThrow(
            () -> new CopilotException.NotFound("there is no evidence with the id " + evidence));
  }

  public Page<Signal> signals(UUID id, Optional<String> cursor, int limit) {
    return jdbi.withHandle(handle -> IncidentFile.signals(handle, id, cursor, checked(limit)));
  }

  public Page<Alert> alerts(UUID id, Optional<String> cursor, int limit) {
    return jdbi.withHandle(handle -> IncidentFile.alerts(handle, id, cursor, checked(limit)));
  }

  public Incident acknowledge(UUID id, Action action) {
    return lifeCycle.become(id, IncidentStatus.ACKNOWLEDGED, action);
  }

  public Incident investigate(UUID id, Action action) {
    return lifeCycle.become(id, IncidentStatus.INVESTIGATING, action);
  }

  public Incident mitigate(UUID id, Action action) {
    return lifeCycle.become(id, IncidentStatus.MITIGATED, action);
  }

  public Incident resolve(UUID id, Action action) {
    return lifeCycle.become(id, IncidentStatus.RESOLVED, action);
  }

  /// Of one that is resolved or suppressed.
  public Incident reopen(UUID id, Action action) {
    return lifeCycle.become(id, IncidentStatus.DETECTED, action);
  }

  public Incident comment(UUID id, Action action) {
    return lifeCycle.comment(id, action);
  }

  /// Moves the signals and alerts of `id` to `into`, which is returned; the version that `action`
  /// expects is that of `id`.
  public Incident merge(UUID id, UUID into, Action action) {
    return merging.merge(id, into, action);
  }

  /// Takes up the incident whose explanation has been waiting longest. The claim holds for the
  /// lease; end it with [#explain(UUID, Findings, Investigation)].
  public Optional<Investigation> claimInvestigation(Duration lease) {
    return explaining.claim(lease);
  }

  /// Stores findings in place of earlier suspects, and keeps earlier evidence.
  public Incident explain(UUID id, Findings findings) {
    return explaining.explain(id, findings, Optional.empty());
  }

  /// The same, ending a claim: what was asked for after it stays asked for.
  public Incident explain(UUID id, Findings findings, Investigation claim) {
    return explaining.explain(id, findings, Optional.of(claim.leasedUntil()));
  }

  /// In order; remember the last one's sequence and ask again with it.
  public List<IncidentChange> changesAfter(long sequence) {
    return jdbi.withHandle(handle -> Journal.changesAfter(handle, sequence, 1_000));
  }

  /// Where a reader who wants only what is new begins.
  public long lastChange() {
    return jdbi.withHandle(Journal::lastChange);
  }

  private static int checked(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new CopilotException.BadRequest(
          "the limit is 1 to %d, this one %d".formatted(MAX_LIMIT, limit));
    }
    return limit;
  }

  private static CopilotException unknown(String reference) {
    return new CopilotException.NotFound("there is no incident '%s'".formatted(reference));
  }
}
