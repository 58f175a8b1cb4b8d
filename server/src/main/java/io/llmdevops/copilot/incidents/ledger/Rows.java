package io.llmdevops.copilot.incidents.ledger;

import io.llmdevops.copilot.incidents.Alert;
import io.llmdevops.copilot.incidents.Evidence;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.Suspect;
import io.llmdevops.copilot.incidents.TimelineEntry;
import io.llmdevops.copilot.sources.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.generic.GenericType;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/// Turns rows into records. Each method expects all columns of its table; jsonb columns are read as
/// text.
public final class Rows {
  private static final GenericType<List<String>> TEXTS = new GenericType<>() {};
  private static final GenericType<List<UUID>> IDS = new GenericType<>() {};

  private Rows() {}

  public static Incident incident(RowView row) {
    return new Incident(
        id(row, "id"),
        number(row, "number"),
        number(row, "version"),
        text(row, "title"),
        new Incident.State(
            IncidentStatus.valueOf(text(row, "status")),
            Severity.valueOf(text(row, "severity")),
            row.getColumn("acknowledged_by", String.class),
            row.getColumn("resolved_by", String.class),
            count(row, "reopened_count"),
            row.getColumn("merged_into", UUID.class)),
        new Incident.Scope(
            text(row, "service"),
            row.getColumn("services", TEXTS),
            text(row, "fingerprint"),
            new Incident.Counts(
                count(row, "signal_count"),
                count(row, "open_signal_count"),
                count(row, "alert_count"),
                count(row, "open_alert_count"))),
        new Incident.Times(
            time(row, "started_at"),
            time(row, "detected_at"),
            row.getColumn("acknowledged_at", Instant.class),
            row.getColumn("mitigated_at", Instant.class),
            row.getColumn("resolved_at", Instant.class),
            time(row, "last_activity_at"),
            time(row, "updated_at")),
        new Incident.Explanation(
            Incident.Progress.valueOf(text(row, "explanation")),
            row.getColumn("headline", String.class),
            row.getColumn("investigated_at", Instant.class)));
  }

  public static Alert alert(RowView row) {
    return new Alert(
        id(row, "id"),
        new Alert.Origin(
            text(row, "receiver"),
            text(row, "fingerprint"),
            row.getColumn("generator_url", String.class),
            row.getColumn("note", String.class)),
        new Alert.Content(
            text(row, "name"),
            text(row, "service"),
            Severity.valueOf(text(row, "severity")),
            Json.labels(text(row, "labels")),
            Json.labels(text(row, "annotations"))),
        Alert.Status.valueOf(text(row, "status")),
        new Alert.Times(
            time(row, "starts_at"),
            row.getColumn("ends_at", Instant.class),
            time(row, "received_at"),
            time(row, "updated_at"),
            number(row, "receive_count")),
        row.getColumn("incident_id", UUID.class));
  }

  public static Signal signal(RowView row) {
    return new Signal(
        id(row, "id"),
        new Signal.Origin(
            text(row, "watch_id"),
            text(row, "series_key"),
            text(row, "service"),
            SignalKind.valueOf(text(row, "kind")),
            text(row, "unit"),
            Json.labels(text(row, "labels"))),
        new Signal.Deviation(
            time(row, "onset"),
            time(row, "fired_at"),
            row.getColumn("ended_at", Instant.class),
            Signal.Direction.valueOf(text(row, "direction")),
            new Signal.Measure(
                real(row, "score"),
                real(row, "strength"),
                real(row, "observed"),
                real(row, "expected"),
                real(row, "lower_bound"),
                real(row, "upper_bound"))),
        row.getColumn("incident_id", UUID.class));
  }

  public static Evidence evidence(RowView row) {
    return new Evidence(
        id(row, "id"),
        id(row, "incident_id"),
        text(row, "kind"),
        text(row, "title"),
        new Evidence.Query(
            text(row, "source"),
            text(row, "query_text"),
            new TimeRange(
                time(row, "range_start"),
                time(row, "range_end"),
                Duration.ofMillis(number(row, "step_ms"))),
            text(row, "unit")),
        new Evidence.Answer(text(row, "result"), text(row, "sha256"), time(row, "captured_at")));
  }

  static Suspect suspect(RowView row) {
    return new Suspect(
        count(row, "rank"),
        text(row, "service"),
        SignalKind.valueOf(text(row, "kind")),
        Suspect.Role.valueOf(text(row, "role")),
        real(row, "score"),
        new Suspect.Change(
            row.getColumn("onset", Instant.class),
            row.getColumn("before_value", Double.class),
            row.getColumn("during_value", Double.class),
            text(row, "unit")),
        text(row, "statement"),
        row.getColumn("evidence_ids", IDS));
  }

  static TimelineEntry timelineEntry(RowView row) {
    return new TimelineEntry(
        number(row, "sequence"),
        time(row, "at"),
        TimelineEntry.Kind.valueOf(text(row, "kind")),
        text(row, "actor"),
        text(row, "text"),
        Json.texts(text(row, "data")));
  }

  public static UUID id(RowView row, String column) {
    return row.getColumn(column, UUID.class);
  }

  public static String text(RowView row, String column) {
    return row.getColumn(column, String.class);
  }

  public static List<String> texts(RowView row, String column) {
    return row.getColumn(column, TEXTS);
  }

  public static Instant time(RowView row, String column) {
    return row.getColumn(column, Instant.class);
  }

  public static @Nullable Instant timeOrNull(RowView row, String column) {
    return row.getColumn(column, Instant.class);
  }

  public static long number(RowView row, String column) {
    return row.getColumn(column, Long.class);
  }

  public static int count(RowView row, String column) {
    return row.getColumn(column, Integer.class);
  }

  public static double real(RowView row, String column) {
    return row.getColumn(column, Double.class);
  }
}
