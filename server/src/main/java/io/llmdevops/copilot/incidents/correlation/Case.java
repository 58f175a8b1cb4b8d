package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.TimelineEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An incident while a round works on it: what is known of it, changed by each observation that it
/// takes in, and the timeline of what happened on the way. Severity only rises.
final class Case {
  /// A line of the timeline, without its incident and time.
  record Note(TimelineEntry.Kind kind, String text, Map<String, String> data) {}

  private final UUID id;
  private final String label;
  private final boolean isNew;
  private final IncidentStatus statusBefore;
  private final Severity severityBefore;
  private final List<Note> notes = new ArrayList<>();
  private final Tally tally = new Tally();
  private final Set<String> services = new LinkedHashSet<>();

  private IncidentStatus status;
  private Severity severity;
  private String service;
  private String title;
  private Instant startedAt;
  private Instant lastActivity;
  private @Nullable Instant resolvedAt;
  private final @Nullable String resolvedBy;
  private int reopened;
  private Gist gist;
  private boolean touched;
  private boolean investigate;

  private Case(KnownIncident known, boolean isNew) {
    this.id = known.id();
    this.label = known.label();
    this.isNew = isNew;
    this.statusBefore = known.state().status();
    this.severityBefore = known.state().severity();
    this.status = statusBefore;
    this.severity = severityBefore;
    this.service = known.scope().service();
    this.title = known.scope().title();
    this.services.add(service);
    this.services.addAll(known.scope().services());
    this.startedAt = known.times().startedAt();
    this.lastActivity = known.times().lastActivity();
    this.resolvedAt = known.times().resolvedAt();
    this.resolvedBy = known.state().resolvedBy();
    this.reopened = known.state().reopened();
    this.gist = known.gist();
  }

  static Case of(KnownIncident known) {
    return new Case(known, false);
  }

  /// A new one; the first observation is yet to be taken in.
  static Case open(UUID id, Observation first, IncidentStatus status) {
    return new Case(
        new KnownIncident(
            id,
            "",
            new KnownIncident.State(status, Impact.of(first), null, 0),
            new KnownIncident.Scope(first.service(), Set.of(first.service()), ""),
            new KnownIncident.Times(first.onset(), first.seenAt(), null),
            Gist.EMPTY),
        true);
  }

  /// @param quietly it is muted, and raises neither severity nor status
  void take(Observation observation, Topology topology, boolean quietly, Instant now) {
    touch(now);
    boolean newService = services.add(observation.service());
    if (observation.active()) {
      if (observation.onset().isBefore(startedAt)) {
        startedAt = observation.onset();
        service = observation.service();
      }
      gist = gist.with(observation);
      if (!quietly || status == IncidentStatus.SUPPRESSED) {
        raise(observation, topology);
      }
      investigate |= newService;
    }
    tally.joined(observation);
  }

  private void raise(Observation observation, Topology topology) {
    boolean entry =
        observation instanceof Observation.OfSignal(Signal signal)
            && Impact.userFacing(signal)
            && topology.isEntry(observation.service());
    Severity felt = Impact.spread(Impact.of(observation), services.size(), entry);
    severity = Impact.worst(severity, felt);
  }

  /// A member got worse, or is open again.
  void worsened(Observation observation, Topology topology, Instant now) {
    touch(now);
    gist = gist.with(observation);
    raise(observation, topology);
  }

  void ended(Observation observation, Instant now) {
    touch(now);
    tally.ended(observation);
  }

  void reopen(Observation observation, Instant now) {
    touch(now);
    Duration quiet = Duration.between(resolvedAt == null ? now : resolvedAt, now);
    status = IncidentStatus.DETECTED;
    resolvedAt = null;
    reopened++;
    investigate = true;
    String flapping =
        reopened >= Incident.FLAPPING ? "; flapping, re-opened " + reopened + " times" : "";
    notes.add(
        new Note(
            TimelineEntry.Kind.REOPENED,
            "%s of %s again, %s after the end%s"
                .formatted(
                    Words.what(observation), observation.service(), Words.of(quiet), flapping),
            Map.of("reopened", String.valueOf(reopened))));
  }

  void unsuppress(Observation observation) {
    status = IncidentStatus.DETECTED;
    investigate = true;
    notes.add(
        new Note(
            TimelineEntry.Kind.STATUS_CHANGED,
            "detected, was suppressed: no window covers %s of %s"
                .formatted(Words.what(observation), observation.service()),
            Map.of("from", "SUPPRESSED", "to", "DETECTED")));
  }

  /// Takes over what belongs to another case; rows that are stored already are moved by the store.
  void absorb(Case other, Topology topology, Instant now) {
    touch(now);
    services.addAll(other.services);
    for (Gist.Fact fact : other.gist.facts()) {
      gist = gist.with(fact);
    }
    severity = Impact.worst(severity, other.severity);
    severity =
        Impact.worst(
            severity,
            Impact.spread(
                severity, services.size(), services.stream().anyMatch(topology::isEntry)));
    if (other.startedAt.isBefore(startedAt)) {
      startedAt = other.startedAt;
      service = other.service;
    }
    investigate = true;
    notes.add(
        new Note(
            TimelineEntry.Kind.MERGED,
            "took over " + other.name() + other.title(),
            Map.of("from", other.id.toString())));
    other.notes.add(
        new Note(
            TimelineEntry.Kind.MERGED,
            "merged into " + name() + title(),
            Map.of("into", id.toString())));
    other.touch(now);
  }

  private String name() {
    return label.isEmpty() ? "" : label + ": ";
  }

  /// Ends the round: title, and the timeline in the order in which a reader wants it.
  List<Note> finish() {
    title = title();
    List<Note> all = new ArrayList<>();
    if (isNew) {
      all.add(
          new Note(
              TimelineEntry.Kind.DETECTED,
              title + (status == IncidentStatus.SUPPRESSED ? " (suppressed by a window)" : ""),
              Map.of("severity", severity.name())));
    }
    all.addAll(notes);
    all.addAll(tally.notes());
    if (!isNew && severity != severityBefore) {
      all.add(
          new Note(
              TimelineEntry.Kind.SEVERITY_CHANGED,
              "%s, was %s"
                  .formatted(
                      severity.name().toLowerCase(Locale.ROOT),
                      severityBefore.name().toLowerCase(Locale.ROOT)),
              Map.of("from", severityBefore.name(), "to", severity.name())));
    }
    return all;
  }

  private void touch(Instant now) {
    touched = true;
    if (now.isAfter(lastActivity)) {
      lastActivity = now;
    }
  }

  UUID id() {
    return id;
  }

  String label() {
    return label;
  }

  boolean isNew() {
    return isNew;
  }

  boolean isTouched() {
    return touched;
  }

  boolean isOpen() {
    return status != IncidentStatus.RESOLVED;
  }

  IncidentStatus status() {
    return status;
  }

  IncidentStatus statusBefore() {
    return statusBefore;
  }

  Severity severity() {
    return severity;
  }

  String service() {
    return service;
  }

  Set<String> services() {
    return services;
  }

  Instant startedAt() {
    return startedAt;
  }

  Instant lastActivity() {
    return lastActivity;
  }

  @Nullable Instant resolvedAt() {
    return resolvedAt;
  }

  @Nullable String resolvedBy() {
    return resolvedBy;
  }

  int reopened() {
    return reopened;
  }

  Gist gist() {
    return gist;
  }

  /// Whether an explanation is to be sought: it is new, or reaches further than before.
  boolean wantsInvestigation() {
    return status != IncidentStatus.SUPPRESSED && (isNew || investigate);
  }

  String title() {
    return gist.facts().isEmpty() ? title : gist.title(service, services.size());
  }
}
