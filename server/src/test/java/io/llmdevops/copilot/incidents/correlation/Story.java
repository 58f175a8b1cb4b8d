package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.Alert;
import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.MaintenanceWindow;
import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.sources.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Plays a course of events to the correlator, second by second after noon, keeping what a database
/// would keep.
final class Story {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Map<UUID, Observation> pending = new LinkedHashMap<>();
  private final Map<UUID, Observation> members = new HashMap<>();
  private final List<Observation> shelved = new ArrayList<>();
  private final Map<UUID, KnownIncident> incidents = new LinkedHashMap<>();
  private final List<MaintenanceWindow> windows = new ArrayList<>();
  private final List<Case.Note> timeline = new ArrayList<>();
  private Topology topology = Topology.UNKNOWN;
  private Instant now = NOON;
  private long ids;

  Story calls(String... edges) {
    List<Topology.Edge> all = new ArrayList<>();
    for (String edge : edges) {
      String[] ends = edge.split(">", 2);
      all.add(new Topology.Edge(ends[0], ends[1]));
    }
    topology = Topology.of(all, 100);
    return this;
  }

  Story services(int count) {
    topology = Topology.of(List.of(), count);
    return this;
  }

  Story at(long second) {
    now = NOON.plusSeconds(second);
    return this;
  }

  Story window(MaintenanceWindow window) {
    windows.add(window);
    return this;
  }

  UUID signal(String service, SignalKind kind, double strength, double observed) {
    return signal(service, kind, strength, observed, 0.01);
  }

  UUID signal(String service, SignalKind kind, double strength, double observed, double expected) {
    UUID id = new UUID(1, ++ids);
    pending.put(id, signal(id, service, kind, strength, observed, expected, now, null, null));
    return id;
  }

  private static Observation signal(
      UUID id,
      String service,
      SignalKind kind,
      double strength,
      double observed,
      double expected,
      Instant onset,
      @Nullable Instant ended,
      @Nullable UUID incident) {
    return new Observation.OfSignal(
        new Signal(
            id,
            new Signal.Origin("w", id.toString(), service, kind, kind.unit(), Labels.EMPTY),
            new Signal.Deviation(
                onset,
                onset,
                ended,
                observed >= expected ? Signal.Direction.UP : Signal.Direction.DOWN,
                new Signal.Measure(0.9, strength, observed, expected, 0, 2 * expected)),
            incident));
  }

  UUID alert(String service, String name, Severity severity) {
    UUID id = new UUID(2, ++ids);
    pending.put(id, alert(id, service, name, severity, now, now, Alert.Status.FIRING, null));
    return id;
  }

  private static Observation alert(
      UUID id,
      String service,
      String name,
      Severity severity,
      Instant startsAt,
      Instant updatedAt,
      Alert.Status status,
      @Nullable UUID incident) {
    return new Observation.OfAlert(
        new Alert(
            id,
            new Alert.Origin("test", id.toString(), null, null),
            new Alert.Content(name, service, severity, Labels.of("alertname", name), Labels.EMPTY),
            status,
            new Alert.Times(startsAt, null, startsAt, updatedAt, 1),
            incident));
  }

  /// A member ends (`active` false) or is back.
  Story turns(UUID id, boolean active) {
    Observation before = memberOrShelved(id);
    pending.put(
        id,
        switch (before) {
          case Observation.OfSignal(Signal s) ->
              signal(
                  id,
                  s.origin().service(),
                  s.origin().kind(),
                  s.deviation().measure().strength(),
                  s.deviation().measure().observed(),
                  s.deviation().measure().expected(),
                  s.deviation().onset(),
                  active ? null : now,
                  s.incident());
          case Observation.OfAlert(Alert a) ->
              alert(
                  id,
                  a.content().service(),
                  a.content().name(),
                  a.content().severity(),
                  a.times().startsAt(),
                  now,
                  active ? Alert.Status.FIRING : Alert.Status.RESOLVED,
                  a.incident());
        });
    return this;
  }

  private Observation memberOrShelved(UUID id) {
    Observation member = members.get(id);
    return member != null
        ? member
        : shelved.stream().filter(o -> o.id().equals(id)).findFirst().orElseThrow();
  }

  /// Lets the correlator work a round.
  Story round() {
    Situation situation =
        new Situation(
            now,
            List.copyOf(pending.values()),
            List.copyOf(shelved),
            List.copyOf(incidents.values()),
            topology,
            windows);
    Decisions decisions =
        Correlation.decide(CorrelationRules.DEFAULT, situation, () -> new UUID(9, ++ids));
    pending.clear();
    List<Case> written = new ArrayList<>(decisions.opened());
    written.addAll(decisions.changed());
    decisions.merges().forEach(merge -> merge.from().finish());
    for (Case one : written) {
      timeline.addAll(one.finish());
      incidents.put(one.id(), known(one));
    }
    decisions
        .merges()
        .forEach(merge -> {
          incidents.remove(merge.from().id());
          members.replaceAll(
              (id, o) -> merge.from().id().equals(o.incident()) ? owned(o, merge.into().id()) : o);
        });
    Map<UUID, UUID> given = new HashMap<>();
    decisions.assignments().forEach(a -> given.put(a.observation().id(), a.incident()));
    List<Observation> seen = new ArrayList<>(situation.pending());
    seen.addAll(situation.shelved());
    shelved.clear();
    for (Observation observation : seen) {
      UUID owner = given.getOrDefault(observation.id(), observation.incident());
      if (owner != null) {
        members.put(observation.id(), owned(observation, owner));
      } else if (observation.active() && observation.seenAt().isAfter(now.minusSeconds(600))) {
        shelved.add(observation);
      }
    }
    return this;
  }

  private static Observation owned(Observation observation, UUID incident) {
    return switch (observation) {
      case Observation.OfSignal(Signal s) ->
          new Observation.OfSignal(new Signal(s.id(), s.origin(), s.deviation(), incident));
      case Observation.OfAlert(Alert a) ->
          new Observation.OfAlert(
              new Alert(a.id(), a.origin(), a.content(), a.status(), a.times(), incident));
    };
  }

  private static KnownIncident known(Case one) {
    return new KnownIncident(
        one.id(),
        "INC-" + one.id().getLeastSignificantBits(),
        new KnownIncident.State(one.status(), one.severity(), one.resolvedBy(), one.reopened()),
        new KnownIncident.Scope(one.service(), one.services(), one.title()),
        new KnownIncident.Times(one.startedAt(), one.lastActivity(), one.resolvedAt()),
        one.gist());
  }

  /// Somebody, or the correlator itself, resolves all incidents.
  Story resolve(String who) {
    incidents.replaceAll((id, i) ->
        new KnownIncident(
            id,
            i.label(),
            new KnownIncident.State(
                IncidentStatus.RESOLVED, i.state().severity(), who, i.state().reopened()),
            i.scope(),
            new KnownIncident.Times(i.times().startedAt(), i.times().lastActivity(), now),
            i.gist()));
    return this;
  }

  Story become(IncidentStatus status) {
    incidents.replaceAll((id, i) ->
        new KnownIncident(
            id,
            i.label(),
            new KnownIncident.State(status, i.state().severity(), null, i.state().reopened()),
            i.scope(),
            i.times(),
            i.gist()));
    return this;
  }

  List<KnownIncident> incidents() {
    return List.copyOf(incidents.values());
  }

  KnownIncident only() {
    if (incidents.size() != 1) {
      throw new AssertionError("expected one incident, found " + incidents.values());
    }
    return incidents.values().iterator().next();
  }

  List<Case.Note> timeline() {
    return timeline;
  }

  boolean isMember(UUID observation, KnownIncident incident) {
    Observation member = members.get(observation);
    return member != null && incident.id().equals(member.incident());
  }
}
