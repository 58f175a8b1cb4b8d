package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.Page;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.Watch;
import io.llmdevops.copilot.platform.errors.CopilotException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/// The list of watches, by name.
public final class WatchList {
  private WatchList() {}

  public static Page<Watch> page(
      Handle handle, boolean failing, Optional<String> cursor, int limit) {
    Key after = cursor.map(Key::decode).orElse(new Key("", ""));
    List<Watch> rows =
        handle
            .createQuery(
                """
                select *
                from watch
                where (name, id) > (:name, :id)
                  and (not :failing or last_error is not null)
                order by name, id
                limit :limit
                """)
            .bind("name", after.name())
            .bind("id", after.id())
            .bind("failing", failing)
            .bind("limit", limit + 1)
            .map(WatchList::watch)
            .list();
    if (rows.size() <= limit) {
      return new Page<>(rows, Optional.empty());
    }
    Watch last = rows.get(limit - 1);
    return new Page<>(
        rows.subList(0, limit), Optional.of(new Key(last.name(), last.id()).encode()));
  }

  public static Optional<Watch> find(Handle handle, String id) {
    return handle
        .createQuery("select * from watch where id = :id")
        .bind("id", id)
        .map(WatchList::watch)
        .findOne();
  }

  private static Watch watch(RowView row) {
    return new Watch(
        row.getColumn("id", String.class),
        row.getColumn("name", String.class),
        new Watch.Asked(
            row.getColumn("origin", String.class),
            row.getColumn("source", String.class),
            SignalKind.valueOf(row.getColumn("kind", String.class)),
            row.getColumn("unit", String.class),
            row.getColumn("query_text", String.class),
            Duration.ofMillis(row.getColumn("interval_ms", Long.class))),
        new Watch.Progress(
            row.getColumn("enabled", Boolean.class),
            row.getColumn("series_count", Integer.class),
            row.getColumn("watermark", Instant.class),
            row.getColumn("last_cycle_at", Instant.class),
            row.getColumn("last_error", String.class),
            row.getColumn("last_error_at", Instant.class)));
  }

  /// Where a slice ended.
  private record Key(String name, String id) {
    String encode() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((id + "/" + name).getBytes(StandardCharsets.UTF_8));
    }

    static Key decode(String text) {
      try {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        int slash = plain.indexOf('/');
        if (slash > 0) {
          return new Key(plain.substring(slash + 1), plain.substring(0, slash));
        }
      } catch (IllegalArgumentException e) {
        throw new CopilotException.BadRequest("'" + text + "' is not a cursor of this list", e);
      }
      throw new CopilotException.BadRequest("'" + text + "' is not a cursor of this list");
    }
  }
}
