package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.Suspect.Role;
import io.llmdevops.copilot.incidents.investigation.Verdict.Ranked;
import io.llmdevops.copilot.incidents.investigation.Verdict.Reason;
import io.llmdevops.copilot.incidents.investigation.Verdict.Unresolved;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Ranks services by how much of an incident each would account for if it were the only cause.
/// Needs no training and knows no names; docs/decisions/0003-root-cause-ranking.md has the method,
/// its sources and its figures. Stateless and deterministic: the order of the input plays no part.
public final class RootCauseRanker {
  private static final int MOST_SUSPECTS = 10;

  /// In robust standard errors: less is not worth a line of its own.
  private static final double WORTH_A_MENTION = 2;

  /// Believed surge, in parts of the symptom's usual traffic.
  private static final double SURGE_WORTH_A_MENTION = 0.1;

  private static final double SURGE_THAT_STANDS_OUT = 0.3;

  private static final Channel[] FAULTS = {Channel.TIME, Channel.FAILURES, Channel.RESOURCE};

  /// `symptom` is null where the incident has no single place, or it is not among the series.
  public Verdict rank(
      CallGraph graph,
      Collection<ServiceSeries> series,
      IncidentWindow window,
      @Nullable Symptom symptom) {
    refuseDoubles(series);
    Scene scene = new Scene(series, window, symptom);
    int services = scene.services.size();
    if (scene.deviations.isEmpty() && scene.silent.isEmpty()) {
      return new Unresolved(
          Reason.NO_DATA,
          "none of %d series of %d services has samples both before and during the incident"
              .formatted(series.size(), services));
    }
    int silent = scene.silent.cardinality();
    if (silent > 1 && 2 * silent >= services) {
      return new Unresolved(
          Reason.TELEMETRY_LOST,
          "%d of %d services stopped reporting; check their scraping before their health"
              .formatted(silent, services));
    }
    Reach reach = new Reach(graph, scene.services);
    Accounting accounting = new Accounting(scene, reach);
    if (!standsOut(scene, accounting)) {
      return new Unresolved(
          Reason.NOTHING_UNUSUAL,
          "no series of %d services strayed by %.1f standard errors from what is usual for it"
              .formatted(services, scene.bar));
    }
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < services; i++) {
      if (isWorthAMention(scene, accounting, i)) {
        candidates.add(new Candidate(i, accounting.of(i)));
      }
    }
    // Services are numbered by name, so equal scores keep the order of the names.
    List<RankedSuspect> suspects =
        candidates.stream()
            .sorted(Comparator.comparingDouble(c -> -c.account().score()))
            .limit(MOST_SUSPECTS)
            .map(candidate -> suspect(candidate, scene, reach, accounting, window))
            .toList();
    return new Ranked(suspects);
  }

  private record Candidate(int service, Accounting.Account account) {}

  private static void refuseDoubles(Collection<ServiceSeries> series) {
    Set<String> seen = new HashSet<>();
    for (ServiceSeries one : series) {
      if (!seen.add(one.ref())) {
        throw new IllegalArgumentException("two series are called '%s'".formatted(one.ref()));
      }
    }
  }

  private static double strongest(Scene scene, int service) {
    double most = 0;
    for (Channel channel : FAULTS) {
      most = Math.max(most, scene.effect(service, channel));
    }
    return most;
  }

  private static boolean isWorthAMention(Scene scene, Accounting accounting, int service) {
    return strongest(scene, service) >= WORTH_A_MENTION
        || scene.silent.get(service)
        || accounting.surge(service) >= SURGE_WORTH_A_MENTION;
  }

  /// Of some service something strayed further than any of so many series would by chance; or it
  /// did so together with the symptom: two squared normal values pass the bar as rarely as one.
  private static boolean standsOut(Scene scene, Accounting accounting) {
    if (!scene.silent.isEmpty()) {
      return true;
    }
    double symptom =
        scene.symptomChannel == null ? 0 : scene.rarity(scene.symptom, scene.symptomChannel);
    if (symptom >= scene.symptomBar) {
      return true;
    }
    for (int i = 0; i < scene.services.size(); i++) {
      double rarest =
          accounting.surge(i) >= SURGE_THAT_STANDS_OUT ? scene.rarity(i, Channel.LOAD) : 0;
      for (Channel channel : FAULTS) {
        rarest = Math.max(rarest, scene.rarity(i, channel));
      }
      double together = i == scene.symptom ? 0 : Math.max(0, symptom);
      if (Math.hypot(rarest, together) >= scene.bar) {
        return true;
      }
    }
    return false;
  }

  private static RankedSuspect suspect(
      Candidate candidate, Scene scene, Reach reach, Accounting accounting, IncidentWindow window) {
    int service = candidate.service();
    boolean load = candidate.account().byLoad() > 0.5;
    Changes changes = new Changes(scene, window);
    Track telling = telling(service, scene, accounting, load);
    List<SeriesChange> support =
        scene.tracks.get(service).stream()
            .filter(track -> track != telling)
            .filter(track -> Math.abs(changes.effect(track)) >= WORTH_A_MENTION)
            .map(changes::of)
            .filter(Changes::isConsistent)
            .sorted(
                Comparator.comparingDouble((SeriesChange c) -> Math.abs(c.effect()))
                    .reversed()
                    .thenComparing(SeriesChange::ref))
            .toList();
    return new RankedSuspect(
        scene.services.get(service),
        candidate.account().score(),
        load ? Role.UPSTREAM_LOAD : role(service, telling.channel, scene, reach),
        accounting.shareOfSymptom(service),
        changes.of(telling),
        support);
  }

  /// The series that says most about why the service is suspected.
  private static Track telling(int service, Scene scene, Accounting accounting, boolean load) {
    Deviation requests = scene.deviation(service, Channel.LOAD);
    if (load && requests != null) {
      return requests.track();
    }
    @Nullable Deviation best = null;
    double most = -1;
    for (Channel channel : FAULTS) {
      Deviation deviation = scene.deviation(service, channel);
      double weight = accounting.weight(channel) * accounting.unusual(service, channel);
      if (deviation != null && deviation.effect() >= WORTH_A_MENTION && weight > most) {
        best = deviation;
        most = weight;
      }
    }
    if (best != null && !scene.silent.get(service)) {
      return best.track();
    }
    List<Track> tracks = scene.tracks.get(service);
    if (scene.silent.get(service)) {
      return tracks.stream()
          .filter(Track::hasReference)
          .max(
              Comparator.comparing((Track t) -> t.wentDown(scene.underWay))
                  .thenComparing(t -> t.channel == Channel.LOAD))
          .orElse(tracks.getFirst());
    }
    return requests == null ? tracks.getFirst() : requests.track();
  }

  private static Role role(int service, Channel channel, Scene scene, Reach reach) {
    boolean onPath =
        scene.symptom < 0
            ? !reach.unknown(service, service)
            : service == scene.symptom || reach.isBelow(service, scene.symptom);
    if (!onPath) {
      return Role.CORRELATED;
    }
    for (int i = 0; i < scene.services.size(); i++) {
      if (reach.isBelow(i, service)
          && !reach.isAbove(i, service)
          && carriesItsTrouble(i, service, channel, scene)) {
        return Role.ON_PATH;
      }
    }
    return Role.DEEPEST_ANOMALOUS;
  }

  /// The callee stands out by itself and has at least half of the caller's excess.
  private static boolean carriesItsTrouble(int callee, int caller, Channel channel, Scene scene) {
    if (scene.silent.get(callee)) {
      return true;
    }
    Deviation below = scene.deviation(callee, channel);
    Deviation above = scene.deviation(caller, channel);
    return below != null
        && above != null
        && below.effect() >= scene.bar
        && above.sharedWith(below) >= 0.5;
  }
}
