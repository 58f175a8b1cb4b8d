package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.TimelineEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What joined and ended in one round, as lines of a timeline: signals one by one while they are
/// few, alerts by their names. A storm of a thousand alerts is one line, not a thousand.
final class Tally {
  private static final int ONE_BY_ONE = 6;
  private static final int NAMES = 5;

  private final List<Observation> joined = new ArrayList<>();
  private final List<Observation> ended = new ArrayList<>();

  void joined(Observation observation) {
    joined.add(observation);
  }

  void ended(Observation observation) {
    ended.add(observation);
  }

  void add(Tally other) {
    joined.addAll(other.joined);
    ended.addAll(other.ended);
  }

  List<Case.Note> notes() {
    List<Case.Note> notes = new ArrayList<>();
    add(notes, TimelineEntry.Kind.SIGNAL_JOINED, signals(joined), "signals");
    add(notes, TimelineEntry.Kind.ALERT_JOINED, alerts(joined), "alerts");
    add(notes, TimelineEntry.Kind.SIGNAL_ENDED, signals(ended), "signals ended");
    add(notes, TimelineEntry.Kind.ALERT_RESOLVED, alerts(ended), "alerts resolved");
    return notes;
  }

  private static List<Observation> signals(List<Observation> all) {
    return all.stream().filter(o -> o instanceof Observation.OfSignal).toList();
  }

  private static List<Observation> alerts(List<Observation> all) {
    return all.stream().filter(o -> o instanceof Observation.OfAlert).toList();
  }

  private static void add(
      List<Case.Note> notes, TimelineEntry.Kind kind, List<Observation> some, String plural) {
    if (some.size() > ONE_BY_ONE) {
      notes.add(new Case.Note(kind, summary(some, plural), Map.of("count", "" + some.size())));
      return;
    }
    for (Observation one : some) {
      boolean signal = one instanceof Observation.OfSignal;
      notes.add(
          new Case.Note(
              kind,
              line(kind, one),
              Map.of(signal ? "signal" : "alert", one.id().toString(), "service", one.service())));
    }
  }

  private static String line(TimelineEntry.Kind kind, Observation one) {
    if (kind == TimelineEntry.Kind.SIGNAL_JOINED
        && one instanceof Observation.OfSignal(Signal signal)) {
      return Words.joined(signal);
    }
    String what = "%s of %s".formatted(Words.what(one), one.service());
    return switch (kind) {
      case SIGNAL_ENDED -> what + " is back to normal";
      case ALERT_RESOLVED -> what + " is resolved";
      case DETECTED,
          SIGNAL_JOINED,
          ALERT_JOINED,
          STATUS_CHANGED,
          SEVERITY_CHANGED,
          EXPLAINED,
          COMMENT,
          REOPENED,
          MERGED ->
          what;
    };
  }

  private static String summary(List<Observation> some, String plural) {
    Map<String, Long> byName =
        some.stream()
            .collect(
                Collectors.groupingBy(
                    o -> Words.what(o) + " of " + o.service(),
                    LinkedHashMap::new,
                    Collectors.counting()));
    String names =
        byName.entrySet().stream()
            .limit(NAMES)
            .map(e -> e.getValue() == 1 ? e.getKey() : e.getKey() + " (" + e.getValue() + ")")
            .collect(Collectors.joining(", "));
    int further = byName.size() - NAMES;
    return "%d %s: %s%s"
        .formatted(some.size(), plural, names, further > 0 ? ", and " + further + " others" : "");
  }
}
