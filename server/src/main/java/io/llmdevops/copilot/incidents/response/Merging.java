package io.llmdevops.copilot.incidents.response;

import io.llmdevops.copilot.incidents.Action;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.TimelineEntry;
import io.llmdevops.copilot.incidents.ledger.Journal;
import io.llmdevops.copilot.incidents.ledger.Merge;
import io.llmdevops.copilot.platform.errors.CopilotException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// Two incidents that are one: the signals and alerts of the first go to the second, and the first
/// is resolved with a reference to it.
public final class Merging {
  private final Jdbi jdbi;
  private final InstantSource time;

  public Merging(Jdbi jdbi, InstantSource time) {
    this.jdbi = jdbi;
    this.time = time;
  }

  public Incident merge(UUID from, UUID into, Action action) {
    if (from.equals(into)) {
      throw new CopilotException.BadRequest("an incident cannot be merged into itself");
    }
    return jdbi.inTransaction(handle -> {
      // Always in the order of the ids, so that two merges never wait for each other.
      boolean fromFirst = from.compareTo(into) < 0;
      Action whatever = Action.by(action.actor());
      Incident first =
          LifeCycle.lock(handle, fromFirst ? from : into, fromFirst ? action : whatever);
      Incident second =
          LifeCycle.lock(handle, fromFirst ? into : from, fromFirst ? whatever : action);
      Incident source = fromFirst ? first : second;
      Incident target = fromFirst ? second : first;
      check(source, target);
      Instant now = time.instant();
      Merge.move(handle, List.of(new Merge.Pair(from, into)), action.actor(), now);
      List<Journal.Entry> entries = new ArrayList<>();
      entries.add(
          new Journal.Entry(
              from,
              now,
              TimelineEntry.Kind.MERGED,
              action.actor(),
              "merged into " + target.label(),
              Map.of("into", into.toString())));
      entries.add(
          new Journal.Entry(
              into,
              now,
              TimelineEntry.Kind.MERGED,
              action.actor(),
              "took over " + source.label() + ": " + source.title(),
              Map.of("from", from.toString())));
      Journal.append(handle, entries, now);
      return LifeCycle.get(handle, into);
    });
  }

  private static void check(Incident source, Incident target) {
    if (source.state().mergedInto() != null) {
      throw new CopilotException.Conflict(source.label() + " has been merged already");
    }
    if (target.state().status() == IncidentStatus.RESOLVED) {
      throw new CopilotException.Conflict(
          target.label() + " is resolved; merge into one that is open");
    }
  }
}
