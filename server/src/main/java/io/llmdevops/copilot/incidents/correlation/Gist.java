package io.llmdevops.copilot.incidents.correlation;

import io.llmdevops.copilot.incidents.Quantity;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.SignalKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The few facts of an incident that its title is made of, and by which a repeat is recognised; the
/// most telling first.
record Gist(List<Fact> facts) {
  private static final int MOST = 12;
  private static final int LONGEST_SUMMARY = 120;

  static final Gist EMPTY = new Gist(List.of());

  /// `weight` orders the facts. Of a signal `observed` is in `unit`; of an alert `text` is the
  /// summary, if it came with one.
  record Fact(
      String service,
      String what,
      boolean alert,
      double weight,
      double observed,
      String unit,
      @Nullable String text) {

    static Fact of(Observation observation) {
      return switch (observation) {
        case Observation.OfSignal(Signal signal) ->
            new Fact(
                observation.service(),
                observation.what(),
                false,
                weightOf(signal),
                signal.deviation().measure().observed(),
                signal.origin().unit(),
                null);
        case Observation.OfAlert alert ->
            new Fact(
                observation.service(),
                observation.what(),
                true,
                switch (alert.severity()) {
                  case CRITICAL -> 2;
                  case WARNING -> 1;
                  case INFO -> 0;
                },
                0,
                "",
                alert.summary().filter(s -> s.length() <= LONGEST_SUMMARY).orElse(null));
      };
    }

    /// Below 1,000 whatever the strength, so that what users feel comes first.
    private static double weightOf(Signal signal) {
      double strength = Math.clamp(signal.deviation().measure().strength(), 0, 999);
      return Impact.userFacing(signal) ? 1_000 + strength : strength;
    }
  }

  Gist {
    facts = List.copyOf(facts);
  }

  Gist with(Observation observation) {
    return with(Fact.of(observation));
  }

  Gist with(Fact added) {
    List<Fact> all = new ArrayList<>(facts);
    all.removeIf(f -> same(f, added) && f.weight() < added.weight());
    if (all.stream().noneMatch(f -> same(f, added))) {
      all.add(added);
    }
    all.sort(Comparator.comparingDouble(Fact::weight).reversed());
    return new Gist(all.size() <= MOST ? all : all.subList(0, MOST));
  }

  private static boolean same(Fact one, Fact other) {
    return one.service().equals(other.service())
        && one.what().equals(other.what())
        && one.alert() == other.alert();
  }

  boolean knows(String service, String what) {
    return facts.stream().anyMatch(f -> f.service().equals(service) && f.what().equals(what));
  }

  boolean hasSignal() {
    return facts.stream().anyMatch(f -> !f.alert());
  }

  boolean knows(String what) {
    return facts.stream().anyMatch(f -> f.what().equals(what));
  }

  /// As a person would say it: "checkout: error ratio 34 %, p99 latency 2.1 s; 3 services
  /// affected".
  String title(String service, int services) {
    List<Fact> signals = facts.stream().filter(f -> !f.alert()).toList();
    List<Fact> own = signals.stream().filter(f -> f.service().equals(service)).toList();
    List<Fact> shown = own.isEmpty() ? signals : own;
    String what;
    if (shown.isEmpty()) {
      what = alerts(service);
    } else {
      String subject = shown.getFirst().service();
      what =
          shown.stream()
              .filter(f -> f.service().equals(subject))
              .limit(2)
              .map(Gist::phrase)
              .collect(Collectors.joining(", ", subject + ": ", ""));
    }
    return services > 1 ? "%s; %d services affected".formatted(what, services) : what;
  }

  private String alerts(String service) {
    List<Fact> alerts = facts.stream().filter(Fact::alert).toList();
    if (alerts.isEmpty()) {
      return service + ": unusual";
    }
    Fact first = alerts.getFirst();
    Set<String> names = alerts.stream().map(Fact::what).collect(Collectors.toSet());
    if (names.size() > 1) {
      int others = names.size() - 1;
      return "%s: %s and %d other alert%s"
          .formatted(service, first.what(), others, others == 1 ? "" : "s");
    }
    String text = first.text() == null ? first.what() : first.text();
    boolean saysSo = text.toLowerCase(Locale.ROOT).startsWith(service.toLowerCase(Locale.ROOT));
    return saysSo ? text : service + ": " + text;
  }

  static String phrase(Fact fact) {
    String title = fact.alert() ? fact.what() : SignalKind.valueOf(fact.what()).title();
    return title + " " + new Quantity(fact.observed(), fact.unit()).plain();
  }
}
