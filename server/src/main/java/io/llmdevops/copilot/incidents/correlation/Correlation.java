package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.IncidentStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One round of decisions over a [Situation], without a database or a clock. Observations are taken
/// in the order in which their trouble began; each joins an incident, re-opens one, opens one, or
/// is shelved until there is a second witness. The rules are told in docs/decisions.
final class Correlation {
  private final CorrelationRules rules;
  private final Situation situation;
  private final Supplier<UUID> ids;
  private final Muting muting;
  private final Affinity affinity;

  private final Map<UUID, Case> cases = new LinkedHashMap<>();
  private final Map<String, Set<Case>> byService = new HashMap<>();
  private final Map<UUID, Decisions.Assignment> assignments = new LinkedHashMap<>();
  private final Map<String, List<Observation>> waiting = new HashMap<>();
  private final List<Decisions.Merged> merges = new ArrayList<>();
  private final Set<Case> gone = new HashSet<>();

  private Correlation(CorrelationRules rules, Situation situation, Supplier<UUID> ids) {
    this.rules = rules;
    this.situation = situation;
    this.ids = ids;
    this.muting = new Muting(situation.windows(), situation.now());
    this.affinity = new Affinity(rules, situation.topology());
    situation.incidents().forEach(known -> index(Case.of(known)));
    situation.shelved().forEach(this::wait);
  }

  /// @param ids gives each new incident its identity
  static Decisions decide(CorrelationRules rules, Situation situation, Supplier<UUID> ids) {
    return new Correlation(rules, situation, ids).run();
  }

  private Decisions run() {
    situation.pending().stream()
        .sorted(Comparator.comparing(Observation::onset).thenComparing(Observation::id))
        .forEach(this::place);
    List<Case> touched =
        cases.values().stream().filter(c -> c.isTouched() && !gone.contains(c)).toList();
    return new Decisions(
        touched.stream().filter(Case::isNew).toList(),
        touched.stream().filter(c -> !c.isNew()).toList(),
        List.copyOf(assignments.values()),
        merges);
  }

  private void place(Observation observation) {
    @Nullable UUID owner = observation.incident();
    @Nullable Case its = owner == null ? null : cases.get(owner);
    if (its != null) {
      memberChanged(observation, its);
    } else if (owner == null) {
      if (observation.active()) {
        newcomer(observation);
      } else {
        // Over before it was looked at: part of what is open, but no reason to open anything.
        home(observation).ifPresent(home -> join(observation, home));
      }
    }
  }

  private void memberChanged(Observation observation, Case its) {
    if (!observation.active()) {
      its.ended(observation, situation.now());
    } else if (its.isOpen()) {
      its.worsened(observation, situation.topology(), situation.now());
    } else if (affinity.returns(observation, its, situation.now())) {
      its.reopen(observation, situation.now());
      its.worsened(observation, situation.topology(), situation.now());
    } else if (its.resolvedBy() == null
        || Affinity.AUTOMATIC.equals(its.resolvedBy())
        || observation.seenAt().isAfter(Affinity.endOf(its))) {
      newcomer(observation);
    }
    // Else a person has ended the incident while this lasted, and it still does.
  }

  private void newcomer(Observation observation) {
    Optional<Case> home = home(observation);
    if (home.isPresent()) {
      join(observation, home.get());
      return;
    }
    Optional<Case> before = relapse(observation);
    if (before.isPresent() && muting.windowOver(observation).isEmpty()) {
      before.get().reopen(observation, situation.now());
      join(observation, before.get());
      return;
    }
    switch (Grade.of(observation, rules)) {
      case OPENS -> open(observation);
      case SUPPORTS -> {
        if (hasWitness(observation)) {
          open(observation);
        } else {
          wait(observation);
        }
      }
      case JOINS -> wait(observation);
    }
  }

  private void join(Observation observation, Case home) {
    boolean muted = muting.windowOver(observation).isPresent();
    if (home.status() == IncidentStatus.SUPPRESSED
        && !muted
        && observation.active()
        && Grade.of(observation, rules) == Grade.OPENS) {
      home.unsuppress(observation);
    }
    home.take(observation, situation.topology(), muted, situation.now());
    assign(observation, home);
    if (observation.active()) {
      mergeOthers(observation, home);
    }
  }

  private void open(Observation observation) {
    IncidentStatus status =
        muting.windowOver(observation).isPresent()
            ? IncidentStatus.SUPPRESSED
            : IncidentStatus.DETECTED;
    Case opened = Case.open(ids.get(), observation, status);
    index(opened);
    opened.take(observation, situation.topology(), false, situation.now());
    assign(observation, opened);
    adopt(opened, observation);
  }

  /// What was waiting nearby belongs to it.
  private void adopt(Case opened, Observation first) {
    List<Observation> near = new ArrayList<>(waitingAt(first.service()));
    situation.topology().neighboursOf(first.service()).forEach(n -> near.addAll(waitingAt(n)));
    for (Observation other : near) {
      if (!assignments.containsKey(other.id())
          && affinity.fits(other, opened)
          && muting.windowOver(other).isEmpty() == muting.windowOver(first).isEmpty()) {
        opened.take(other, situation.topology(), false, situation.now());
        assign(other, opened);
        waitingAt(other.service()).remove(other);
      }
    }
  }

  private boolean hasWitness(Observation observation) {
    Set<String> places = new HashSet<>(situation.topology().neighboursOf(observation.service()));
    places.add(observation.service());
    return places.stream()
        .flatMap(place -> waitingAt(place).stream())
        .anyMatch(other -> affinity.corroborates(other, observation));
  }

  /// The open incident that an observation belongs to, if any.
  private Optional<Case> home(Observation observation) {
    return candidates(observation, Case::isOpen)
        .filter(c -> affinity.fits(observation, c))
        .max(
            Comparator.<Case>comparingDouble(c -> affinity.score(observation, c))
                .thenComparing(Case::startedAt)
                .thenComparing(Case::id));
  }

  /// The incident that has ended lately and is now back.
  private Optional<Case> relapse(Observation observation) {
    return candidates(observation, c -> !c.isOpen())
        .filter(c -> affinity.repeats(observation, c, situation.now()))
        .max(Comparator.comparing(Affinity::endOf).thenComparing(Case::id));
  }

  private java.util.stream.Stream<Case> candidates(
      Observation observation, java.util.function.Predicate<Case> which) {
    Set<Case> found = new HashSet<>(byService.getOrDefault(observation.service(), Set.of()));
    for (String neighbour :
        situation.topology().onPathOf(observation.service(), rules.reach().path())) {
      found.addAll(byService.getOrDefault(neighbour, Set.of()));
    }
    if (affinity.closenessIsEnough(observation)) {
      found.addAll(cases.values());
    }
    return found.stream().filter(c -> !gone.contains(c)).filter(which);
  }

  /// An observation that fits two incidents of about the same time shows that they are one. Only
  /// those that nobody has taken on by hand are merged without being asked.
  private void mergeOthers(Observation link, Case home) {
    List<Case> others =
        candidates(link, Case::isOpen)
            .filter(c -> c != home && affinity.isOneWith(home, c, link))
            .sorted(Comparator.comparing(Case::startedAt).thenComparing(Case::id))
            .toList();
    for (Case other : others) {
      if (home.services().size() + other.services().size() > rules.reach().mostServices()) {
        continue;
      }
      boolean homeFirst = !other.startedAt().isBefore(home.startedAt());
      Case into = homeFirst || !isUntouched(other) ? home : other;
      Case from = into == home ? other : home;
      if (isUntouched(from) && merges.stream().noneMatch(m -> m.into() == from)) {
        merge(from, into);
        if (from == home) {
          return;
        }
      }
    }
  }

  private void merge(Case from, Case into) {
    into.absorb(from, situation.topology(), situation.now());
    from.services().forEach(s -> addTo(s, into));
    gone.add(from);
    if (!from.isNew()) {
      merges.add(new Decisions.Merged(from, into));
    }
    assignments.replaceAll((id, given) ->
        given.incident().equals(from.id())
            ? new Decisions.Assignment(given.observation(), into.id())
            : given);
  }

  private static boolean isUntouched(Case one) {
    return one.status() == IncidentStatus.DETECTED || one.status() == IncidentStatus.INVESTIGATING;
  }

  private void assign(Observation observation, Case to) {
    assignments.put(observation.id(), new Decisions.Assignment(observation, to.id()));
    addTo(observation.service(), to);
  }

  private void index(Case one) {
    cases.put(one.id(), one);
    one.services().forEach(service -> addTo(service, one));
  }

  private void addTo(String service, Case one) {
    byService.computeIfAbsent(service, s -> new HashSet<>()).add(one);
  }

  private void wait(Observation observation) {
    waitingAt(observation.service()).add(observation);
  }

  private List<Observation> waitingAt(String service) {
    return waiting.computeIfAbsent(service, s -> new ArrayList<>());
  }
}
