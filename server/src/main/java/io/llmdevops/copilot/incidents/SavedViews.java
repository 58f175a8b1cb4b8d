package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.incidents.ledger.Rows;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;

/// The named lists of each owner.
@ApplicationScoped
public class SavedViews {
  private static final int MOST = 100;

  private final Jdbi jdbi;
  private final InstantSource time;
  private final IdSource ids;

  public SavedViews(Jdbi jdbi, InstantSource time, IdSource ids) {
    this.jdbi = jdbi;
    this.time = time;
    this.ids = ids;
  }

  public List<SavedView> list(String owner) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select id, owner, name, query, created_at
                from saved_view
                where owner = :owner
                order by lower(name), id
                """)
            .bind("owner", owner)
            .map(SavedViews::view)
            .list());
  }

  /// A view that the owner already has under this name gets the new query.
  public SavedView save(String owner, String name, String query) {
    SavedView view;
    try {
      view = new SavedView(ids.next(), owner, name.strip(), query, time.instant());
    } catch (IllegalArgumentException e) {
      throw new CopilotException.BadRequest(String.valueOf(e.getMessage()), e);
    }
    List<SavedView> existing = list(owner);
    if (existing.size() >= MOST && existing.stream().noneMatch(v -> v.name().equals(view.name()))) {
      throw new CopilotException.Conflict(
          "there are %d saved views already; delete one first".formatted(existing.size()));
    }
    return jdbi.inTransaction(handle ->
        handle
            .createQuery(
                """
                insert into saved_view (id, owner, name, query, created_at)
                values (:id, :owner, :name, :query, :created_at)
                on conflict (owner, name) do update set query = excluded.query
                returning id, owner, name, query, created_at
                """)
            .bind("id", view.id())
            .bind("owner", view.owner())
            .bind("name", view.name())
            .bind("query", view.query())
            .bind("created_at", view.createdAt())
            .map(SavedViews::view)
            .one());
  }

  public void delete(String owner, UUID id) {
    int deleted =
        jdbi.withHandle(handle ->
            handle
                .createUpdate("delete from saved_view where id = :id and owner = :owner")
                .bind("id", id)
                .bind("owner", owner)
                .execute());
    if (deleted == 0) {
      throw new CopilotException.NotFound("you have no saved view with the id " + id);
    }
  }

  private static SavedView view(RowView row) {
    return new SavedView(
        Rows.id(row, "id"),
        Rows.text(row, "owner"),
        Rows.text(row, "name"),
        Rows.text(row, "query"),
        Rows.time(row, "created_at"));
  }
}
