package io.llmdevops.copilot.incidents.ledger;

import io.llmdevops.copilot.incidents.Page;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.SignalFilter;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The list of signals, newest first.
public final class SignalList {
  private SignalList() {}

  public static Page<Signal> page(
      Handle handle, SignalFilter filter, Optional<String> cursor, int limit) {
    Cursor after = cursor.map(Cursor::decode).orElse(Cursor.START);
    List<Signal> rows =
        handle
            .createQuery(
                """
                select *
                from signal
                where (fired_at, id) < (:after, :after_id)
                  and (cast(:service as text) is null or service = :service)
                  and (cast(:kind as text) is null or kind = :kind)
                  and (cast(:open as boolean) is null or (ended_at is null) = :open)
                  and (cast(:since as timestamptz) is null or fired_at >= :since)
                  and (cast(:watch as text) is null or watch_id = :watch)
                order by fired_at desc, id desc
                limit :limit
                """)
            .bind("after", after.at())
            .bind("after_id", after.id())
            .bind("service", filter.service())
            .bind("kind", filter.kind() == null ? null : filter.kind().name())
            .bind("open", filter.open())
            .bind("since", filter.since())
            .bind("watch", filter.watch())
            .bind("limit", limit + 1)
            .map(Rows::signal)
            .list();
    if (rows.size() <= limit) {
      return new Page<>(rows, Optional.empty());
    }
    Signal last = rows.get(limit - 1);
    return new Page<>(
        rows.subList(0, limit),
        Optional.of(new Cursor(last.deviation().firedAt(), last.id()).encode()));
  }

  public static Optional<Signal> find(Handle handle, UUID id) {
    return handle
        .createQuery("select * from signal where id = :id")
        .bind("id", id)
        .map(Rows::signal)
        .findOne();
  }
}
