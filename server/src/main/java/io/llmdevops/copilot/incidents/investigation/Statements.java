package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.Quantity;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.Suspect;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was found, as sentences. Each number in them is one of the [SeriesChange] they speak of,
/// and that has its evidence.
final class Statements {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// Less than this apart two onsets count as the same: both are estimates on one grid.
  private static final Duration SAME_TIME = Duration.ofSeconds(5);

  /// As a share of the value before: less is the wobble of any service.
  private static final double LEAST_CHANGE = 0.15;

  private static final double CLEARLY_AHEAD = 1.5;

  private final @Nullable Symptom symptom;
  private final @Nullable Instant noticed;
  private final Set<String> unseen;

  /// @param noticed onset of the trouble at the symptom
  /// @param unseen services that only their callers tell of
  Statements(@Nullable Symptom symptom, @Nullable Instant noticed, Set<String> unseen) {
    this.symptom = symptom;
    this.noticed = noticed;
    this.unseen = Set.copyOf(unseen);
  }

  String headline(List<RankedSuspect> suspects) {
    RankedSuspect first = suspects.getFirst();
    boolean clear = suspects.size() == 1 || isClear(first, suspects.get(1));
    String who =
        clear
            ? first.service() + " is the likely cause: its "
            : "%s or %s may be the cause: %1$s's "
                .formatted(first.service(), suspects.get(1).service());
    return who + movement(first.change()) + ".";
  }

  /// Far ahead, or the other one only passes on what comes from below, where the first is.
  private static boolean isClear(RankedSuspect first, RankedSuspect second) {
    return first.score() >= CLEARLY_AHEAD * second.score()
        || (first.role() == Suspect.Role.DEEPEST_ANOMALOUS
            && second.role() == Suspect.Role.ON_PATH);
  }

  /// One or two sentences on one suspect.
  String suspect(RankedSuspect suspect) {
    StringBuilder text = new StringBuilder(change(suspect.service(), suspect.change()));
    text.append(when(suspect)).append("; ").append(role(suspect)).append('.');
    if (unseen.contains(suspect.service())) {
      text.append(" It reports nothing itself; this is what its callers see.");
    }
    suspect.support().stream()
        .filter(Statements::isTelling)
        .findFirst()
        .ifPresent(other -> text.append(" Also ").append(movement(other)).append('.'));
    return text.toString();
  }

  /// Whether the change says anything to people: it can be seen in the figures as they are written
  /// ("from 0 % to 0 %" cannot), is no mere wobble, and goes the way that hurts.
  static boolean isTelling(SeriesChange change) {
    Double before = change.before();
    Double during = change.during();
    return switch (change.direction()) {
      case UP, DOWN ->
          before != null
              && during != null
              && hurts(change)
              && Math.abs(during - before) >= LEAST_CHANGE * Math.abs(before)
              && !say(before, change.kind().unit()).equals(say(during, change.kind().unit()));
      case VANISHED -> true;
      case APPEARED -> during != null && during > 0;
    };
  }

  private static boolean hurts(SeriesChange change) {
    return switch (change.kind().badness()) {
      case UP -> change.direction() == SeriesChange.Direction.UP;
      case DOWN -> change.direction() == SeriesChange.Direction.DOWN;
      case EITHER -> true;
    };
  }

  private static String change(String service, SeriesChange change) {
    return service + " " + movement(change);
  }

  private static String movement(SeriesChange change) {
    String unit = change.kind().unit();
    String what = change.kind() == SignalKind.CUSTOM ? change.metric() : change.kind().title();
    Double before = change.before();
    Double during = change.during();
    return switch (change.direction()) {
      case UP, DOWN -> {
        String verb = change.direction() == SeriesChange.Direction.UP ? "rose" : "fell";
        yield before == null || during == null
            ? what + " " + verb
            : "%s %s from %s to %s".formatted(what, verb, say(before, unit), say(during, unit));
      }
      case VANISHED ->
          before == null
              ? what + " is no longer reported"
              : what + " is no longer reported (it was " + say(before, unit) + ")";
      case APPEARED ->
          during == null ? what + " appeared" : what + " appeared, at " + say(during, unit);
    };
  }

  private static String say(double value, String unit) {
    return new Quantity(value, unit).text();
  }

  private String when(RankedSuspect suspect) {
    Instant onset = suspect.change().onset();
    if (onset == null) {
      return "";
    }
    String at = " at " + CLOCK.format(onset);
    if (symptom == null || noticed == null || symptom.service().equals(suspect.service())) {
      return at;
    }
    Duration ahead = Duration.between(onset, noticed);
    if (ahead.abs().compareTo(SAME_TIME) <= 0) {
      return at + ", together with " + symptom.service();
    }
    return at
        + ", "
        + ahead.abs().toSeconds()
        + " s "
        + (ahead.isNegative() ? "after " : "before ")
        + symptom.service();
  }

  private String role(RankedSuspect suspect) {
    boolean isSymptom = symptom != null && symptom.service().equals(suspect.service());
    return switch (suspect.role()) {
      case DEEPEST_ANOMALOUS ->
          isSymptom
              ? "nothing that it calls accounts for it"
              : "it is the deepest unusual service on the call path";
      case ON_PATH -> "a service that it calls accounts for at least half of it";
      case UPSTREAM_LOAD -> "more requests than usual enter here";
      case CORRELATED -> "unusual at the same time, with no known call path to the symptom";
    };
  }
}
