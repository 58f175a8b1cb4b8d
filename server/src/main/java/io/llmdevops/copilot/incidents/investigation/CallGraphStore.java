package io.llmdevops.copilot.incidents.investigation;

import java.time.Instant;
import java.util.HashSet;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;

/// The call graph as the watches found it.
final class CallGraphStore {
  private final Jdbi jdbi;

  CallGraphStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  CallGraph seenSince(Instant since) {
    return jdbi.withHandle(h ->
        new CallGraph(
            new HashSet<>(
                h.createQuery(
                        """
                        select distinct caller, callee
                        from service_edge
                        where last_seen_at >= :since
                        """)
                    .bind("since", since)
                    .map((RowView row) ->
                        new CallGraph.Call(
                            row.getColumn("caller", String.class),
                            row.getColumn("callee", String.class)))
                    .list())));
  }
}
