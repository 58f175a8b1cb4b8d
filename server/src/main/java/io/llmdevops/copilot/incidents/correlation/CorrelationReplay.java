package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The correlator over recorded signals, with the rules of the running one and without its
/// database. For measurements and for trying rules on the past.
public final class CorrelationReplay {
  private final CorrelationRules rules;
  private final Topology topology;
  private final Supplier<UUID> ids;
  private final Map<UUID, KnownIncident> incidents = new LinkedHashMap<>();
  private final Map<UUID, Signal> members = new HashMap<>();
  private final Map<UUID, Signal> shelved = new LinkedHashMap<>();

  public CorrelationReplay(CorrelationRules rules, Topology topology, Supplier<UUID> ids) {
    this.rules = rules;
    this.topology = topology;
    this.ids = ids;
  }

  /// An incident that was opened, as it stood last.
  public record Opened(String title, String service, int services, Instant startedAt) {}

  /// Takes in the signals that changed.
  public void advance(Instant now, List<Signal> changed) {
    settle(now);
    Instant since = now.minus(rules.times().window()).minus(rules.times().window());
    shelved.values().removeIf(s -> s.deviation().firedAt().isBefore(since));
    List<Observation> pending = new ArrayList<>();
    for (Signal signal : changed) {
      shelved.remove(signal.id());
      @Nullable Signal member = members.get(signal.id());
      pending.add(
          new Observation.OfSignal(owned(signal, member == null ? null : member.incident())));
    }
    Decisions decisions =
        Correlation.decide(
            rules,
            new Situation(
                now,
                pending,
                shelved.values().stream().<Observation>map(Observation.OfSignal::new).toList(),
                List.copyOf(incidents.values()),
                topology,
                List.of()),
            ids);
    keep(pending, decisions);
  }

  private void keep(List<Observation> pending, Decisions decisions) {
    List<Case> written = new ArrayList<>(decisions.opened());
    written.addAll(decisions.changed());
    for (Case one : written) {
      one.finish();
      incidents.put(one.id(), known(one));
    }
    for (Decisions.Merged merged : decisions.merges()) {
      incidents.remove(merged.from().id());
      members.replaceAll(
          (id, s) -> merged.from().id().equals(s.incident()) ? owned(s, merged.into().id()) : s);
    }
    for (Observation observation : pending) {
      remember(observation, observation.incident());
    }
    for (Decisions.Assignment given : decisions.assignments()) {
      remember(given.observation(), given.incident());
    }
  }

  private void remember(Observation observation, @Nullable UUID incident) {
    if (!(observation instanceof Observation.OfSignal(Signal signal))) {
      return;
    }
    if (incident != null) {
      shelved.remove(signal.id());
      members.put(signal.id(), owned(signal, incident));
    } else if (observation.active()) {
      shelved.put(signal.id(), signal);
    }
  }

  private void settle(Instant now) {
    incidents.replaceAll((id, incident) -> {
      boolean active =
          members.values().stream()
              .anyMatch(s -> id.equals(s.incident()) && s.deviation().endedAt() == null);
      boolean due =
          !incident
              .times()
              .lastActivity()
              .plus(Housekeeping.settle(rules, incident.state().reopened()))
              .isAfter(now);
      return active || !due || incident.state().status() == IncidentStatus.RESOLVED
          ? incident
          : resolved(incident, now);
    });
  }

  private static KnownIncident resolved(KnownIncident incident, Instant now) {
    return new KnownIncident(
        incident.id(),
        incident.label(),
        new KnownIncident.State(
            IncidentStatus.RESOLVED,
            incident.state().severity(),
            Affinity.AUTOMATIC,
            incident.state().reopened()),
        incident.scope(),
        new KnownIncident.Times(incident.times().startedAt(), incident.times().lastActivity(), now),
        incident.gist());
  }

  private static KnownIncident known(Case one) {
    return new KnownIncident(
        one.id(),
        one.label(),
        new KnownIncident.State(one.status(), one.severity(), one.resolvedBy(), one.reopened()),
        new KnownIncident.Scope(one.service(), one.services(), one.title()),
        new KnownIncident.Times(one.startedAt(), one.lastActivity(), one.resolvedAt()),
        one.gist());
  }

  private static Signal owned(Signal signal, @Nullable UUID incident) {
    return new Signal(signal.id(), signal.origin(), signal.deviation(), incident);
  }

  /// Those opened so far, in their order; a re-opening is no further one, and what was merged into
  /// another is not counted.
  public List<Opened> opened() {
    return incidents.values().stream()
        .map(i ->
            new Opened(
                i.scope().title(),
                i.scope().service(),
                i.scope().services().size(),
                i.times().startedAt()))
        .toList();
  }
}
