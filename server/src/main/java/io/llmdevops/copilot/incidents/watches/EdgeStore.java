package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.watches.CallGraph.Edge;
import java.time.Instant;
import java.util.Collection;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/// The call graph as it was last seen.
final class EdgeStore {
  private final Jdbi jdbi;

  EdgeStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  void seen(String source, Collection<Edge> edges, Instant now) {
    if (edges.isEmpty()) {
      return;
    }
    jdbi.useTransaction(h -> {
      PreparedBatch batch =
          h.prepareBatch(
              """
              insert into service_edge (caller, callee, source, last_seen_at)
              values (:caller, :callee, :source, :now)
              on conflict (caller, callee, source) do update
              set last_seen_at = greatest(service_edge.last_seen_at, excluded.last_seen_at)
              """);
      for (Edge edge : edges) {
        batch
            .bind("caller", edge.caller())
            .bind("callee", edge.callee())
            .bind("source", source)
            .bind("now", now)
            .add();
      }
      batch.execute();
    });
  }

  int forgetBefore(Instant time) {
    return jdbi.withHandle(h ->
        h.createUpdate("delete from service_edge where last_seen_at < :time")
            .bind("time", time)
            .execute());
  }
}
