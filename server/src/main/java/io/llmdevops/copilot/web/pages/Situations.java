package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentCounts;
import io.llmdevops.copilot.incidents.IncidentFilter;
import io.llmdevops.copilot.incidents.Incidents;
import io.llmdevops.copilot.incidents.Overview;
import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.incidents.Suspect;
import io.llmdevops.copilot.incidents.Watches;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Gathers what the overview shows; at most once a second, however many look at it.
@ApplicationScoped
public class Situations {
  private static final int OPEN_SHOWN = 9;
  private static final int SUSPECTS_SHOWN = 3;
  private static final int HAPPENINGS = 10;
  private static final int TROUBLES = 3;

  private final Incidents incidents;
  private final Overview overview;
  private final Watches watches;
  private final InstantSource time;
  private final Recent<OverviewView> recent;

  Situations(Incidents incidents, Overview overview, Watches watches, InstantSource time) {
    this.incidents = incidents;
    this.overview = overview;
    this.watches = watches;
    this.time = time;
    this.recent = new Recent<>(time, Duration.ofSeconds(1), this::gather);
  }

  OverviewView view() {
    return recent.get();
  }

  private OverviewView gather() {
    Instant now = time.instant();
    IncidentCounts counts = incidents.counts();
    List<Incident> open = mostUrgent();
    List<Overview.ServiceActivity> services = overview.services(now.minus(ServiceRows.WINDOW));
    OverviewView.Watching watching = watching(services.size(), now);
    Optional<OverviewView.Lead> lead = open.stream().findFirst().map(first -> lead(first, now));
    return new OverviewView(
        new OverviewView.Situation(
            sentence(counts.open(), open.stream().findFirst(), !watching.nothing()),
            open.isEmpty(),
            java.util.Arrays.stream(Severity.values())
                .map(severity ->
                    new OverviewView.Count(
                        Tone.of(severity), counts.openBySeverity().getOrDefault(severity, 0L)))
                .toList(),
            watching),
        lead.orElse(null),
        open.stream().skip(1).map(incident -> IncidentRow.of(incident, now)).toList(),
        ServiceRows.of(services, counts.openByService(), now),
        overview.recent(HAPPENINGS).stream()
            .map(happening ->
                new OverviewView.ActivityRow(
                    "INC-" + happening.incident(), TimelineView.of(happening.entry(), now)))
            .toList());
  }

  /// Worst severity first; within one, what nobody has taken up yet, newest first.
  private List<Incident> mostUrgent() {
    List<Incident> open = new ArrayList<>();
    for (Severity severity : Severity.values()) {
      if (open.size() < OPEN_SHOWN) {
        IncidentFilter filter =
            new IncidentFilter(Set.of(), Set.of(severity), null, null, null, null, true, null);
        List<Incident> some =
            new ArrayList<>(
                incidents.list(filter, Optional.empty(), OPEN_SHOWN - open.size()).items());
        some.sort(Comparator.comparing(incident -> incident.times().acknowledgedAt() != null));
        open.addAll(some);
      }
    }
    return open;
  }

  private OverviewView.Lead lead(Incident incident, Instant now) {
    List<Suspect> suspects = incidents.suspects(incident.id());
    References references = new References(Cited.by(suspects, incidents.evidence(incident.id())));
    return new OverviewView.Lead(
        IncidentRow.of(incident, now),
        suspects.stream()
            .limit(SUSPECTS_SHOWN)
            .map(s -> SuspectView.of(s, references, incident.times().detectedAt(), now))
            .toList(),
        IncidentView.facts(incident, now));
  }

  private OverviewView.Watching watching(long services, Instant now) {
    Overview.Watching watching = overview.watching();
    Instant cycled = watching.lastCycleAt();
    List<String> troubles =
        watches.list(true, Optional.empty(), TROUBLES).items().stream()
            .map(watch -> "Watch %s: %s".formatted(watch.name(), watch.progress().error()))
            .toList();
    return new OverviewView.Watching(
        watching.series(),
        services,
        watching.watches(),
        cycled == null ? null : new Moment(cycled, now),
        troubles);
  }

  /// `worst` is the most urgent open incident, if any.
  static String sentence(long open, Optional<Incident> worst, boolean watched) {
    if (worst.isEmpty()) {
      return watched ? "All quiet" : "Nothing is watched yet";
    }
    String service = worst.get().scope().service();
    return open <= 1
        ? "1 open incident, in " + service
        : open + " open incidents, the worst in " + service;
  }
}
