package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.Alert;
import io.llmdevops.copilot.incidents.Evidence;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.Suspect;
import io.llmdevops.copilot.incidents.TimelineEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Everything that the page of one incident shows, ready to be printed.
public record IncidentView(
    IncidentRow row,
    List<String> services,
    Facts facts,
    Account account,
    History history,
    Members members) {

  /// Facts beside the row's; an absent one is empty. `steps` are the changes of status that the
  /// incident allows now.
  public record Facts(
      long version,
      String acknowledgedBy,
      String resolvedBy,
      Moment detected,
      List<Step> steps,
      String reopened) {}

  /// One button: what it asks for, and the key that presses it.
  public record Step(String action, String label, String key) {}

  /// What is known of the cause. `progress` is pending, explained or unresolved.
  public record Account(
      String progress,
      String headline,
      List<References.Ref> references,
      List<SuspectView> suspects,
      List<EvidenceView> evidence,
      CallPicture calls) {}

  public record History(List<TimelineView> entries) {}

  /// What belongs to the incident, as far as the page has room; the counts are of all.
  public record Members(
      List<SignalRow> signals, List<AlertRow> alerts, int signalCount, int alertCount) {}

  /// What the stores know of one incident.
  record Material(
      Incident incident,
      List<Suspect> suspects,
      List<Evidence> evidence,
      List<TimelineEntry> timeline,
      List<Signal> signals,
      List<Alert> alerts,
      List<CallPicture.Call> calls) {}

  static IncidentView of(Material material, Instant now) {
    Incident incident = material.incident();
    return new IncidentView(
        IncidentRow.of(incident, now),
        incident.scope().services(),
        facts(incident, now),
        account(material, now),
        new History(
            material.timeline().reversed().stream()
                .map(entry -> TimelineView.of(entry, now))
                .toList()),
        new Members(
            material.signals().stream().map(signal -> SignalRow.of(signal, now)).toList(),
            material.alerts().stream().map(alert -> AlertRow.of(alert, now)).toList(),
            incident.scope().counts().signals(),
            incident.scope().counts().alerts()));
  }

  static Facts facts(Incident incident, Instant now) {
    String acknowledgedBy = incident.state().acknowledgedBy();
    String resolvedBy = incident.state().resolvedBy();
    int reopened = incident.state().reopenedCount();
    return new Facts(
        incident.version(),
        acknowledgedBy == null ? "" : acknowledgedBy,
        resolvedBy == null ? "" : resolvedBy,
        new Moment(incident.times().detectedAt(), now),
        steps(incident.state().status()),
        reopened == 0 ? "" : reopened == 1 ? "re-opened once" : "re-opened " + reopened + " times");
  }

  static List<Step> steps(IncidentStatus status) {
    List<Step> steps = new ArrayList<>();
    if (status.mayBecome(IncidentStatus.ACKNOWLEDGED)) {
      steps.add(new Step("acknowledge", "Acknowledge", "a"));
    }
    if (status.mayBecome(IncidentStatus.MITIGATED)) {
      steps.add(new Step("mitigate", "Mitigated", "m"));
    }
    if (status.mayBecome(IncidentStatus.RESOLVED)) {
      steps.add(new Step("resolve", "Resolve", "r"));
    }
    if (status.mayBecome(IncidentStatus.DETECTED)) {
      steps.add(new Step("reopen", "Re-open", ""));
    }
    return List.copyOf(steps);
  }

  private static Account account(Material material, Instant now) {
    Incident incident = material.incident();
    References references = new References(material.evidence());
    String headline = incident.explanation().headline();
    String first = material.suspects().isEmpty() ? "" : material.suspects().getFirst().service();
    return new Account(
        switch (incident.explanation().progress()) {
          case PENDING -> "pending";
          case EXPLAINED -> "explained";
          case UNRESOLVED -> "unresolved";
        },
        headline == null ? "" : headline,
        material.suspects().isEmpty()
            ? List.of()
            : references.to(material.suspects().getFirst().evidence()),
        material.suspects().stream()
            .map(s -> SuspectView.of(s, references, incident.times().detectedAt(), now))
            .toList(),
        material.evidence().stream()
            .map(evidence -> {
              Optional<Suspect> suspect = suspectOf(evidence, material);
              Optional<Signal> signal = suspect.flatMap(s -> signalOf(s, evidence, material));
              return EvidenceView.of(
                  references.number(evidence.id()),
                  evidence,
                  interval(incident, suspect, signal),
                  signal,
                  now);
            })
            .toList(),
        CallPicture.draw(material.calls(), new HashSet<>(incident.scope().services()), first));
  }

  private static Optional<Suspect> suspectOf(Evidence evidence, Material material) {
    return material.suspects().stream()
        .filter(suspect -> suspect.evidence().contains(evidence.id()))
        .findFirst();
  }

  /// The signal of the same service and metric as the suspect that cites this evidence: its
  /// expected range is what the chart shades, and its end is the end.
  private static Optional<Signal> signalOf(Suspect suspect, Evidence evidence, Material material) {
    return material.signals().stream()
        .filter(signal -> signal.origin().service().equals(suspect.service()))
        .filter(signal -> signal.origin().kind() == suspect.kind())
        .filter(signal -> signal.origin().unit().equals(evidence.query().unit()))
        .findFirst();
  }

  /// From the earlier of two estimates: the detector's, made when it had seen two points of the
  /// trouble, and the investigator's, who looked back.
  static EvidenceView.Interval interval(
      Incident incident, Optional<Suspect> suspect, Optional<Signal> signal) {
    Optional<Instant> detected = signal.map(s -> s.deviation().onset());
    Optional<Instant> seen = suspect.flatMap(s -> Optional.ofNullable(s.change().onset()));
    Instant start =
        Stream.concat(detected.stream(), seen.stream())
            .min(Comparator.naturalOrder())
            .orElse(incident.times().startedAt());
    Instant end =
        signal.isPresent() ? signal.get().deviation().endedAt() : incident.times().resolvedAt();
    return new EvidenceView.Interval(start.toEpochMilli(), end == null ? null : end.toEpochMilli());
  }
}
