package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.SignalKind;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;

/// The queries of all watches that run.
public final class WatchedQueries {
  private final Jdbi jdbi;

  public WatchedQueries(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// In a stable order.
  public List<WatchedQuery> enabled() {
    return jdbi.withHandle(h ->
        h.createQuery(
                """
                select id, name, source, kind, unit, query, service_label, interval_ms
                from watch
                where enabled
                order by name, id
                """)
            .map((RowView row) ->
                new WatchedQuery(
                    row.getColumn("id", String.class),
                    row.getColumn("name", String.class),
                    row.getColumn("source", String.class),
                    SignalKind.valueOf(row.getColumn("kind", String.class)),
                    row.getColumn("unit", String.class),
                    QueryJson.read(row.getColumn("query", String.class)),
                    row.getColumn("service_label", String.class),
                    Duration.ofMillis(row.getColumn("interval_ms", Long.class))))
            .list());
  }
}
