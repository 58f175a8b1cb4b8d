package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.Signal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether things belong together: by service, by the call graph, by time, by likeness.
final class Affinity {
  /// Who resolves incidents that have come to rest by themselves.
  static final String AUTOMATIC = "copilot";

  /// Alerts whose labels name no service have only their names in common.
  private static final String NOBODY = "unknown";

  private final CorrelationRules rules;
  private final Topology topology;

  Affinity(CorrelationRules rules, Topology topology) {
    this.rules = rules;
    this.topology = topology;
  }

  /// Whether an observation belongs to an open incident.
  boolean fits(Observation observation, Case one) {
    if (one.services().contains(observation.service())) {
      return !observation.service().equals(NOBODY) || one.gist().knows(observation.what());
    }
    return withinGrowth(observation, one)
        && one.services().size() < rules.reach().mostServices()
        && (one.services().stream().anyMatch(member -> reaches(observation, one, member))
            || isOnPathOf(observation, one)
            || (closenessIsEnough(observation)
                && (observation instanceof Observation.OfSignal || one.gist().hasSignal())
                && one.services().stream().noneMatch(topology::knows)
                && near(observation.onset(), one.startedAt(), rules.times().together())));
  }

  private boolean withinGrowth(Observation observation, Case one) {
    Instant onset = observation.onset();
    return !onset.isAfter(one.startedAt().plus(rules.times().growth()))
        && !onset.isBefore(one.startedAt().minus(rules.times().window()));
  }

  /// Only through a service that is itself in trouble, and through a hub only with the stream of
  /// failure: who calls a broken hub breaks, but two of those that a hub calls have nothing to do
  /// with each other, unless they broke at once.
  private boolean reaches(Observation observation, Case one, String member) {
    boolean caller = topology.callersOf(member).contains(observation.service());
    boolean callee = topology.calleesOf(member).contains(observation.service());
    if (!caller && !callee) {
      return false;
    }
    boolean hub = topology.neighboursOf(member).size() >= rules.reach().hub();
    Duration near = hub && !caller ? rules.times().together() : rules.times().window();
    return near(observation.onset(), one.startedAt(), near)
        || (!hub && near(observation.onset(), one.lastActivity(), near));
  }

  /// What broke far below is felt at the entrance before each service between has shown it.
  private boolean isOnPathOf(Observation observation, Case one) {
    return near(observation.onset(), one.startedAt(), rules.times().together())
        && topology.onPathOf(observation.service(), rules.reach().path()).contains(one.service());
  }

  /// In a small installation of which no call graph is known, two services that break within
  /// seconds are more likely one incident than two. Not so two alerts: who sends them groups them.
  boolean closenessIsEnough(Observation observation) {
    return !topology.knows(observation.service())
        && !observation.service().equals(NOBODY)
        && topology.services() > 0
        && topology.services() <= rules.reach().small();
  }

  /// Among several incidents that fit: the one it is most like.
  double score(Observation observation, Case one) {
    double score = 0;
    score += one.service().equals(observation.service()) ? 4 : 0;
    score += one.services().contains(observation.service()) ? 2 : 0;
    score += one.gist().knows(observation.service(), observation.what()) ? 2 : 0;
    score += one.gist().knows(observation.what()) ? 0.5 : 0;
    double apart =
        Duration.between(one.startedAt(), observation.onset()).abs().toSeconds()
            / (double) rules.times().growth().toSeconds();
    return score + Math.max(0, 1 - apart);
  }

  /// Two weak ones are enough if they are not the same thing twice.
  boolean corroborates(Observation one, Observation other) {
    return !one.id().equals(other.id())
        && one.active()
        && Grade.of(one, rules) != Grade.JOINS
        && near(one.onset(), other.onset(), rules.times().window())
        && (!one.service().equals(other.service()) || !one.what().equals(other.what()))
        && (userFacing(one) || userFacing(other));
  }

  private static boolean userFacing(Observation observation) {
    return switch (observation) {
      case Observation.OfSignal(Signal signal) -> Impact.userFacing(signal);
      case Observation.OfAlert alert -> true;
    };
  }

  /// Whether a member of an ended incident that is active again re-opens it. It is the very same
  /// episode or series, so it may come back later than something that is only alike.
  boolean returns(Observation member, Case ended, Instant now) {
    boolean soon = !endOf(ended).plus(rules.times().reopening().multipliedBy(2)).isBefore(now);
    return soon && (AUTOMATIC.equals(ended.resolvedBy()) || member.seenAt().isAfter(endOf(ended)));
  }

  /// Whether something new is the same trouble as an ended incident had.
  boolean repeats(Observation observation, Case ended, Instant now) {
    return recent(ended, now)
        && observation.seenAt().isAfter(endOf(ended))
        && ended.gist().knows(observation.service(), observation.what())
        && Grade.of(observation, rules) != Grade.JOINS;
  }

  private boolean recent(Case ended, Instant now) {
    return !endOf(ended).plus(rules.times().reopening()).isBefore(now);
  }

  static Instant endOf(Case ended) {
    @Nullable Instant end = ended.resolvedAt();
    return end == null ? Instant.EPOCH : end;
  }

  /// Whether an observation that has joined `home` shows that `other` is the same incident.
  boolean isOneWith(Case home, Case other, Observation link) {
    return fits(link, other)
        && home.status() != io.llmdevops.copilot.incidents.IncidentStatus.SUPPRESSED
        && other.status() != io.llmdevops.copilot.incidents.IncidentStatus.SUPPRESSED
        && near(home.startedAt(), other.startedAt(), rules.times().window())
        && topology.neighboursOf(link.service()).size() < rules.reach().hub();
  }

  private static boolean near(Instant one, Instant other, Duration within) {
    return Duration.between(one, other).abs().compareTo(within) <= 0;
  }
}
