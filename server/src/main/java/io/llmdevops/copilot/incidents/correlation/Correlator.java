package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.MaintenanceWindow;
import io.llmdevops.copilot.incidents.ledger.CorrelationLock;
import io.llmdevops.copilot.incidents.ledger.Rows;
import io.llmdevops.copilot.incidents.ledger.WindowStore;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.platform.telemetry.Meters;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Turns pending signals and alerts into incidents, round by round. Of all pods one at a time works
/// a round: it holds a lock that ends with its transaction. Counts
/// `copilot_incidents_detected_total` by severity, `copilot_incidents_resolved_total` (by itself),
/// `copilot_correlated_total` (signals and alerts).
public final class Correlator {
  private static final Duration GRAPH_AGE = Duration.ofSeconds(30);
  private static final Duration EDGE_AGE = Duration.ofDays(1);
  private static final Duration FEED_AGE = Duration.ofHours(1);

  private final Jdbi jdbi;
  private final InstantSource time;
  private final IdSource ids;
  private final CorrelationRules rules;
  private final Meters meters;
  private final SituationReader reader;
  private final Housekeeping housekeeping;

  private Topology topology = Topology.UNKNOWN;
  private Instant topologyRead = Instant.MIN;
  private @Nullable Set<UUID> windowsSeen;

  public Correlator(
      Jdbi jdbi, InstantSource time, IdSource ids, CorrelationRules rules, Meters meters) {
    this.jdbi = jdbi;
    this.time = time;
    this.ids = ids;
    this.rules = rules;
    this.meters = meters;
    this.reader = new SituationReader(SituationReader.Batch.DEFAULT, rules);
    this.housekeeping = new Housekeeping(rules);
  }

  /// Works one batch; says how many signals and alerts it was. 0 when there was nothing to do or
  /// another pod is at it.
  public int round() {
    return jdbi.inTransaction(handle -> {
      if (!CorrelationLock.tryTake(handle)) {
        return 0;
      }
      Instant now = time.instant();
      refreshTopology(handle, now);
      Situation situation =
          reader.read(handle, now, topology, WindowStore.endingAfter(handle, now));
      if (situation.pending().isEmpty()) {
        return 0;
      }
      Decisions decisions = Correlation.decide(rules, situation, ids::next);
      DecisionWriter.write(handle, situation, decisions);
      handle.afterCommit(() -> count(situation, decisions));
      return situation.pending().size();
    });
  }

  private void count(Situation situation, Decisions decisions) {
    meters.add("copilot.correlated", situation.pending().size());
    decisions
        .opened()
        .forEach(c ->
            meters.count(
                "copilot.incidents.detected",
                "severity",
                c.severity().name().toLowerCase(Locale.ROOT)));
  }

  /// What time brings about: incidents at rest are resolved, windows that began or ended since the
  /// last time take effect, old entries of the feed go.
  public void tidy() {
    jdbi.useTransaction(handle -> {
      if (!CorrelationLock.tryTake(handle)) {
        return;
      }
      Instant now = time.instant();
      int resolved = housekeeping.resolveSettled(handle, now);
      if (resolved > 0) {
        handle.afterCommit(() -> meters.add("copilot.incidents.resolved", resolved));
      }
    });
    jdbi.useTransaction(handle -> {
      if (CorrelationLock.tryTake(handle)) {
        applyWindows(handle, time.instant());
      }
    });
    jdbi.useTransaction(handle ->
        io.llmdevops.copilot.incidents.ledger.Journal.pruneChanges(
            handle, time.instant().minus(FEED_AGE)));
  }

  private void applyWindows(Handle handle, Instant now) {
    Muting muting = new Muting(WindowStore.endingAfter(handle, now), now);
    Set<UUID> active =
        muting.active().stream().map(MaintenanceWindow::id).collect(Collectors.toSet());
    if (active.equals(windowsSeen)) {
      return;
    }
    housekeeping.applyWindows(handle, muting, now);
    handle.afterCommit(() -> windowsSeen = active);
  }

  private void refreshTopology(Handle handle, Instant now) {
    if (topologyRead.plus(GRAPH_AGE).isAfter(now)) {
      return;
    }
    List<Topology.Edge> edges =
        handle
            .createQuery(
                "select distinct caller, callee from service_edge where last_seen_at >= :since")
            .bind("since", now.minus(EDGE_AGE))
            .map(row -> new Topology.Edge(Rows.text(row, "caller"), Rows.text(row, "callee")))
            .list();
    topology = Topology.of(edges, services(handle, now));
    topologyRead = now;
  }

  private static int services(Handle handle, Instant now) {
    return handle
        .createQuery(
            """
            select count(*) from (
              select service from signal where fired_at >= :since
              union
              select service from alert where received_at >= :since
            ) seen
            """)
        .bind("since", now.minus(EDGE_AGE))
        .mapTo(Integer.class)
        .one();
  }
}
