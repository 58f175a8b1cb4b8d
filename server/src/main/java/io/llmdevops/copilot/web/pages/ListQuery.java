package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.IncidentFilter;
import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.Severity;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The filters of the incident list, as they stand in its address. An unknown value falls back to
/// the default, because an address is typed, shared and kept for years.
public record ListQuery(String status, String severity, String service, String text, String since) {

  static final int LONGEST = 200;

  private static final List<Choice> STATUSES =
      List.of(
          new Choice("open", "Open"),
          new Choice("detected", "Detected"),
          new Choice("investigating", "Investigating"),
          new Choice("acknowledged", "Acknowledged"),
          new Choice("mitigated", "Mitigated"),
          new Choice("resolved", "Resolved"),
          new Choice("suppressed", "Suppressed"),
          new Choice("all", "All"));
  private static final List<Choice> SEVERITIES =
      List.of(
          new Choice("", "Any severity"),
          new Choice("critical", "Critical"),
          new Choice("warning", "Warning"),
          new Choice("info", "Info"));
  private static final List<Choice> TIMES =
      List.of(
          new Choice("", "Any time"),
          new Choice("1h", "Last hour"),
          new Choice("24h", "Last 24 hours"),
          new Choice("7d", "Last 7 days"),
          new Choice("30d", "Last 30 days"));

  static final ListQuery DEFAULT = new ListQuery("open", "", "", "", "");

  /// One entry of a filter's menu.
  public record Choice(String value, String label) {}

  public ListQuery {
    status = known(STATUSES, status).orElse("open");
    severity = known(SEVERITIES, severity).orElse("");
    since = known(TIMES, since).orElse("");
    service = cut(service);
    text = cut(text);
  }

  private static Optional<String> known(List<Choice> choices, String value) {
    return choices.stream().map(Choice::value).filter(value::equalsIgnoreCase).findFirst();
  }

  private static String cut(String value) {
    String stripped = value.strip();
    return stripped.length() > LONGEST ? stripped.substring(0, LONGEST) : stripped;
  }

  public List<Choice> statuses() {
    return STATUSES;
  }

  public List<Choice> severities() {
    return SEVERITIES;
  }

  public List<Choice> times() {
    return TIMES;
  }

  /// What the store is asked for, counted back from `now`.
  IncidentFilter filter(Instant now) {
    Set<IncidentStatus> statuses =
        status.equals("open") || status.equals("all")
            ? Set.of()
            : Set.of(IncidentStatus.valueOf(status.toUpperCase(Locale.ROOT)));
    Set<Severity> severities =
        severity.isEmpty() ? Set.of() : Set.of(Severity.valueOf(severity.toUpperCase(Locale.ROOT)));
    return new IncidentFilter(
        statuses,
        severities,
        service.isEmpty() ? null : service,
        text.isEmpty() ? null : text,
        age().map(now::minus).orElse(null),
        null,
        status.equals("open"),
        null);
  }

  private Optional<Duration> age() {
    return switch (since) {
      case "1h" -> Optional.of(Duration.ofHours(1));
      case "24h" -> Optional.of(Duration.ofHours(24));
      case "7d" -> Optional.of(Duration.ofDays(7));
      case "30d" -> Optional.of(Duration.ofDays(30));
      default -> Optional.empty();
    };
  }

  public boolean isDefault() {
    return equals(DEFAULT);
  }

  public ListQuery withStatus(String other) {
    return new ListQuery(other, severity, service, text, since);
  }

  /// The query of a query string; what is not understood is left out.
  static ListQuery parse(String encoded) {
    Map<String, String> values = new HashMap<>();
    for (String pair : encoded.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        try {
          values.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          values.remove(pair.substring(0, equals));
        }
      }
    }
    return new ListQuery(
        values.getOrDefault("status", ""),
        values.getOrDefault("severity", ""),
        values.getOrDefault("service", ""),
        values.getOrDefault("q", ""),
        values.getOrDefault("since", ""));
  }

  /// The shortest query string that gives this query again; empty for the default.
  public String encoded() {
    List<String> parts = new ArrayList<>();
    add(parts, "status", status.equals("open") ? "" : status);
    add(parts, "severity", severity);
    add(parts, "service", service);
    add(parts, "q", text);
    add(parts, "since", since);
    return String.join("&", parts);
  }

  public String href() {
    String query = encoded();
    return query.isEmpty() ? "/incidents" : "/incidents?" + query;
  }

  /// The address of the slice behind `cursor`.
  public String after(String cursor) {
    String query = encoded();
    return "/incidents?"
        + (query.isEmpty() ? "" : query + "&")
        + "after="
        + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
  }

  private static void add(List<String> parts, String name, String value) {
    if (!value.isEmpty()) {
      parts.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
  }
}
