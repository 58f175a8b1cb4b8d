package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.Incident;
import java.time.Instant;
import java.util.List;

/// One line of an incident list.
public record IncidentRow(
    String key, Identity identity, Tone severity, Tone status, Affected affected, Timing timing) {

  private static final int SERVICES_SHOWN = 2;

  /// `finding` is the headline of the explanation, or what is being done about getting one.
  public record Identity(String label, String title, String finding, long version) {}

  /// `more` counts the services that the row has no room for.
  public record Affected(List<String> services, int more, String counts) {}

  public record Timing(Moment started, String duration, boolean open) {}

  static IncidentRow of(Incident incident, Instant now) {
    List<String> services = incident.scope().services();
    return new IncidentRow(
        "i" + incident.number(),
        new Identity(incident.label(), incident.title(), finding(incident), incident.version()),
        Tone.of(incident.state().severity()),
        Tone.of(incident.state().status()),
        new Affected(
            services.stream().limit(SERVICES_SHOWN).toList(),
            Math.max(0, services.size() - SERVICES_SHOWN),
            counts(incident.scope().counts())),
        timing(incident, now));
  }

  static Timing timing(Incident incident, Instant now) {
    Instant end = incident.times().resolvedAt();
    boolean open = incident.state().status().isOpen();
    return new Timing(
        new Moment(incident.times().startedAt(), now),
        Elapsed.between(incident.times().startedAt(), open || end == null ? now : end).text(),
        open);
  }

  /// "3 of 5 signals, 2 alerts": how many are still open, of how many.
  static String counts(Incident.Counts counts) {
    String signals = count(counts.openSignals(), counts.signals(), "signal");
    String alerts = count(counts.openAlerts(), counts.alerts(), "alert");
    if (signals.isEmpty() || alerts.isEmpty()) {
      return signals + alerts;
    }
    return signals + ", " + alerts;
  }

  private static String count(int open, int all, String noun) {
    if (all == 0) {
      return "";
    }
    String number = open == all ? String.valueOf(all) : open + " of " + all;
    return number + " " + noun + (all == 1 ? "" : "s");
  }

  public String href() {
    return "/incidents/" + identity.label();
  }

  private static String finding(Incident incident) {
    String headline = incident.explanation().headline();
    return switch (incident.explanation().progress()) {
      case PENDING -> incident.state().status().isOpen() ? "Looking for the cause…" : "";
      case EXPLAINED -> headline == null ? "" : headline;
      case UNRESOLVED -> headline == null ? "No cause found" : headline;
    };
  }
}
