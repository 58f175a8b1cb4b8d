package io.llmdevops.copilot.incidents.ledger;

import io.llmdevops.copilot.incidents.IncidentChange;
import io.llmdevops.copilot.incidents.TimelineEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The timeline of each incident, and the feed of changes over all of them. Every change of an
/// incident writes to both in its own transaction.
public final class Journal {
  /// Held from the append to the feed until the commit, so that sequences become visible in order.
  private static final long FEED_LOCK = 0x494E_4349_4445_4E54L;

  /// A line of a timeline that is yet to be written.
  public record Entry(
      UUID incident,
      Instant at,
      TimelineEntry.Kind kind,
      String actor,
      String text,
      Map<String, String> data) {
    public Entry {
      data = Map.copyOf(data);
    }
  }

  private record Announcement(UUID incident, TimelineEntry.Kind kind) {}

  private Journal() {}

  /// Must be the last statement of its transaction: whoever waits for the feed's lock should hold
  /// it for no longer than a commit takes, and takes no further lock behind it.
  public static void append(Handle handle, List<Entry> entries, Instant now) {
    if (entries.isEmpty()) {
      return;
    }
    appendToTimelines(handle, entries);
    announce(
        handle, entries.stream().map(e -> new Announcement(e.incident(), e.kind())).toList(), now);
  }

  /// Something of an incident is to be shown anew that is no news for its timeline. The last
  /// statement of its transaction, as [#append].
  public static void touched(Handle handle, UUID incident, TimelineEntry.Kind kind, Instant now) {
    announce(handle, List.of(new Announcement(incident, kind)), now);
  }

  private static void appendToTimelines(Handle handle, List<Entry> entries) {
    List<UUID> incidents = new ArrayList<>();
    List<String> times = new ArrayList<>();
    List<String> kinds = new ArrayList<>();
    List<String> actors = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    List<String> data = new ArrayList<>();
    for (Entry entry : entries) {
      incidents.add(entry.incident());
      times.add(entry.at().toString());
      kinds.add(entry.kind().name());
      actors.add(entry.actor());
      texts.add(entry.text());
      data.add(Json.write(entry.data()));
    }
    handle
        .createUpdate(
            """
            insert into incident_event (incident_id, at, kind, actor, text, data)
            select e.incident_id, cast(e.at as timestamptz), e.kind, e.actor, e.text, cast(e.data as jsonb)
            from unnest(:incidents, :times, :kinds, :actors, :texts, :data)
              with ordinality as e (incident_id, at, kind, actor, text, data, position)
            order by e.position
            """)
        .bindArray("incidents", UUID.class, incidents)
        .bindArray("times", String.class, times)
        .bindArray("kinds", String.class, kinds)
        .bindArray("actors", String.class, actors)
        .bindArray("texts", String.class, texts)
        .bindArray("data", String.class, data)
        .execute();
  }

  private static void announce(Handle handle, List<Announcement> all, Instant now) {
    Set<Announcement> announcements = new LinkedHashSet<>(all);
    handle
        .createQuery("select 1 from pg_advisory_xact_lock(:lock)")
        .bind("lock", FEED_LOCK)
        .mapTo(Integer.class)
        .one();
    handle
        .createUpdate(
            """
            insert into incident_change (incident_id, kind, at)
            select c.incident_id, c.kind, :now
            from unnest(:incidents, :kinds) with ordinality as c (incident_id, kind, position)
            order by c.position
            """)
        .bind("now", now)
        .bindArray(
            "incidents", UUID.class, announcements.stream().map(Announcement::incident).toList())
        .bindArray("kinds", String.class, announcements.stream().map(a -> a.kind().name()).toList())
        .execute();
  }

  /// The latest entries, oldest first.
  public static List<TimelineEntry> timeline(Handle handle, UUID incident, int limit) {
    return handle
        .createQuery(
            """
            select * from (
              select sequence, at, kind, actor, text, data
              from incident_event
              where incident_id = :incident
              order by sequence desc
              limit :limit
            ) latest
            order by sequence
            """)
        .bind("incident", incident)
        .bind("limit", limit)
        .map(Rows::timelineEntry)
        .list();
  }

  public static List<IncidentChange> changesAfter(Handle handle, long sequence, int limit) {
    return handle
        .createQuery(
            """
            select sequence, incident_id, kind, at
            from incident_change
            where sequence > :sequence
            order by sequence
            limit :limit
            """)
        .bind("sequence", sequence)
        .bind("limit", limit)
        .map(row ->
            new IncidentChange(
                Rows.number(row, "sequence"),
                Rows.id(row, "incident_id"),
                TimelineEntry.Kind.valueOf(Rows.text(row, "kind")),
                Rows.time(row, "at")))
        .list();
  }

  /// 0 when the feed is empty.
  public static long lastChange(Handle handle) {
    return handle
        .createQuery("select coalesce(max(sequence), 0) from incident_change")
        .mapTo(Long.class)
        .one();
  }

  public static int pruneChanges(Handle handle, Instant before) {
    return handle
        .createUpdate("delete from incident_change where at < :before")
        .bind("before", before)
        .execute();
  }
}
