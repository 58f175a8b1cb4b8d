package io.llmdevops.copilot.incidents.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import io.llmdevops.copilot.incidents.MaintenanceWindow;
import io.llmdevops.copilot.sources.Matcher;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/// Silences and maintenance windows.
public final class WindowStore {
  private static final TypeReference<List<Matcher>> MATCHERS = new TypeReference<>() {};

  private WindowStore() {}

  public static void insert(Handle handle, MaintenanceWindow window) {
    handle
        .createUpdate(
            """
            insert into maintenance_window (id, kind, matchers, starts_at, ends_at, reason,
              created_by, created_at)
            values (:id, :kind, cast(:matchers as jsonb), :starts_at, :ends_at, :reason,
              :created_by, :created_at)
            """)
        .bind("id", window.id())
        .bind("kind", window.kind().name())
        .bind("matchers", Json.write(window.matchers()))
        .bind("starts_at", window.startsAt())
        .bind("ends_at", window.endsAt())
        .bind("reason", window.reason())
        .bind("created_by", window.createdBy())
        .bind("created_at", window.createdAt())
        .execute();
  }

  /// Those that end after the given time, by their end.
  public static List<MaintenanceWindow> endingAfter(Handle handle, Instant time) {
    return handle
        .createQuery("select * from maintenance_window where ends_at > :time order by ends_at, id")
        .bind("time", time)
        .map(WindowStore::window)
        .list();
  }

  public static Optional<MaintenanceWindow> find(Handle handle, UUID id) {
    return handle
        .createQuery("select * from maintenance_window where id = :id")
        .bind("id", id)
        .map(WindowStore::window)
        .findOne();
  }

  /// A window that runs ends now; one that has not begun is removed.
  public static void end(Handle handle, UUID id, Instant now) {
    handle
        .createUpdate("delete from maintenance_window where id = :id and starts_at >= :now")
        .bind("id", id)
        .bind("now", now)
        .execute();
    handle
        .createUpdate(
            "update maintenance_window set ends_at = :now where id = :id and ends_at > :now")
        .bind("id", id)
        .bind("now", now)
        .execute();
  }

  private static MaintenanceWindow window(RowView row) {
    return new MaintenanceWindow(
        Rows.id(row, "id"),
        MaintenanceWindow.Kind.valueOf(Rows.text(row, "kind")),
        Json.read(Rows.text(row, "matchers"), MATCHERS),
        Rows.time(row, "starts_at"),
        Rows.time(row, "ends_at"),
        Rows.text(row, "reason"),
        Rows.text(row, "created_by"),
        Rows.time(row, "created_at"));
  }
}
