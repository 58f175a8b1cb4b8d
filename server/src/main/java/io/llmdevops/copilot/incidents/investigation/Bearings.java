package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.SignalKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where and when to look: the window and the symptom of an incident.
final class Bearings {
  /// What counts as normal before an incident, at most.
  static final Duration REFERENCE = Duration.ofMinutes(30);

  /// An alert fires after its condition has held for some time; rules commonly wait this long.
  private static final Duration ALERTS_WAIT = Duration.ofMinutes(2);

  /// An incident is not looked at beyond this: later trouble is another story.
  private static final Duration LONGEST = Duration.ofMinutes(30);

  /// A window needs some points.
  private static final Duration SHORTEST = Duration.ofSeconds(10);

  /// A signal this much weaker than the strongest does not say when the trouble began: a wobble
  /// before it would blur what is compared.
  private static final double WEIGHTY = 0.25;

  /// Beyond this many sigmas strength says more of how flat a series was than of the trouble.
  private static final double STRONG = 40;

  /// With less of a pause between them two stretches of trouble are one.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Set<SignalKind> FELT_BY_USERS =
      Set.of(
          SignalKind.ERROR_RATIO,
          SignalKind.LATENCY_MEAN,
          SignalKind.LATENCY_P99,
          SignalKind.AVAILABILITY);

  private Bearings() {}

  /// What an incident that was over and is back is about now: the signals of the last stretch of
  /// trouble without a pause.
  static List<Signal> latest(List<Signal> signals, Instant now) {
    List<Signal> inOrder =
        signals.stream().sorted(Comparator.comparing(s -> s.deviation().onset())).toList();
    List<Signal> stretch = new ArrayList<>();
    Instant end = Instant.MIN;
    for (Signal signal : inOrder) {
      if (!stretch.isEmpty() && signal.deviation().onset().isAfter(end.plus(PAUSE))) {
        stretch.clear();
      }
      stretch.add(signal);
      end = latest(end, end(signal, now));
    }
    return List.copyOf(stretch);
  }

  private static Instant end(Signal signal, Instant now) {
    return Optional.ofNullable(signal.deviation().endedAt()).orElse(now);
  }

  /// From the first weighty signal to now, or to where the last one ended if all did.
  static IncidentWindow window(Incident incident, List<Signal> signals, Instant now) {
    double strongest =
        signals.stream().mapToDouble(s -> s.deviation().measure().strength()).max().orElse(0);
    List<Signal> weighty =
        signals.stream()
            .filter(
                s -> s.deviation().measure().strength() >= WEIGHTY * Math.min(STRONG, strongest))
            .toList();
    Instant from =
        weighty.stream()
            .map(signal -> signal.deviation().onset())
            .min(Comparator.naturalOrder())
            .orElseGet(() -> incident.times().startedAt().minus(ALERTS_WAIT));
    Instant resolved = Optional.ofNullable(incident.times().resolvedAt()).orElse(now);
    Instant end =
        incident.scope().counts().openAlerts() > 0
            ? resolved
            : weighty.stream()
                .map(signal -> end(signal, now))
                .max(Comparator.naturalOrder())
                .orElse(resolved);
    Instant detected =
        signals.stream()
            .map(signal -> signal.deviation().firedAt())
            .min(Comparator.naturalOrder())
            .orElse(incident.times().detectedAt());
    from = latest(from, detected.minus(LONGEST));
    Instant to = earliest(earliest(end, now), from.plus(LONGEST));
    from = earliest(from, now.minus(SHORTEST));
    to = latest(to, from.plus(SHORTEST));
    return new IncidentWindow(from.minus(REFERENCE), from, to);
  }

  /// The user-felt signal whose service stands above most of the others in the call graph: that is
  /// where the trouble was noticed, and everything below it may be why. Stronger first among
  /// equals.
  static Optional<Symptom> symptom(List<Signal> signals, CallGraph graph) {
    Set<String> affected = new HashSet<>();
    signals.forEach(signal -> affected.add(signal.origin().service()));
    Map<String, Integer> below = new HashMap<>();
    for (String service : affected) {
      Set<String> reached = callees(service, graph);
      reached.remove(service);
      reached.retainAll(affected);
      below.put(service, reached.size());
    }
    return signals.stream()
        .filter(signal -> FELT_BY_USERS.contains(signal.origin().kind()))
        .max(
            Comparator.comparingInt((Signal s) -> below.getOrDefault(s.origin().service(), 0))
                .thenComparingDouble(s -> s.deviation().measure().strength())
                .thenComparing(s -> s.id().toString()))
        .map(s -> new Symptom(s.origin().service(), s.origin().kind()));
  }

  /// Whom a service calls, directly or not.
  private static Set<String> callees(String service, CallGraph graph) {
    Map<String, Set<String>> calls = new HashMap<>();
    graph
        .calls()
        .forEach(
            call -> calls.computeIfAbsent(call.caller(), c -> new HashSet<>()).add(call.callee()));
    Set<String> reached = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(service));
    while (!next.isEmpty()) {
      for (String callee : calls.getOrDefault(next.remove(), Set.of())) {
        if (reached.add(callee)) {
          next.add(callee);
        }
      }
    }
    return reached;
  }

  private static Instant earliest(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
