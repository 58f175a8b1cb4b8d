package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.Findings;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.Investigation;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.Suspect;
import io.llmdevops.copilot.incidents.investigation.SceneReader.Scenery;
import io.llmdevops.copilot.incidents.watches.WatchedQueries;
import io.llmdevops.copilot.incidents.watches.WatchedQuery;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.sources.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Explains an incident without a model: asks the sources what every watch saw before and during
/// it, ranks the services, and keeps what it saw as evidence. Says so when nothing stands out, or
/// when nobody could be asked.
public final class Investigator {
  private static final int MOST_SUSPECTS = 5;
  private static final int MOST_SUPPORT = 2;

  /// Less than this share of the first suspect's score is noise beside it.
  private static final double WORTH_SHOWING = 0.05;

  /// Series of signals that are kept as evidence though no suspect refers to them.
  private static final int MOST_SYMPTOMS = 6;

  private static final Duration GRAPH_MEMORY = Duration.ofHours(1);

  private final Map<String, MetricSource> sources;
  private final WatchedQueries queries;
  private final CallGraphStore graphs;
  private final SceneReader reader;
  private final IdSource ids;
  private final InstantSource time;
  private final RootCauseRanker ranker = new RootCauseRanker();

  public Investigator(
      Map<String, MetricSource> sources, Jdbi jdbi, IdSource ids, InstantSource time) {
    this.sources = Map.copyOf(sources);
    this.queries = new WatchedQueries(jdbi);
    this.graphs = new CallGraphStore(jdbi);
    this.reader = new SceneReader(this.sources);
    this.ids = ids;
    this.time = time;
  }

  public Findings investigate(Investigation work) {
    Incident incident = work.incident();
    Instant now = time.instant();
    List<WatchedQuery> asked = queries.enabled();
    if (asked.isEmpty()) {
      return unresolved("No metrics are watched yet, so there is nothing to compare with.");
    }
    CallGraph graph = graphs.seenSince(now.minus(GRAPH_MEMORY));
    List<Signal> signals = Bearings.latest(work.signals(), now);
    IncidentWindow window = Bearings.window(incident, signals, now);
    Scenery scenery = reader.read(asked, window);
    EvidenceFile file = new EvidenceFile(incident.id(), scenery.series(), sources, ids, now);
    @Nullable Symptom symptom = Bearings.symptom(signals, graph).orElse(null);
    List<ServiceSeries> series = Observed.speaking(scenery.series());
    Findings findings =
        switch (ranker.rank(graph, series, window, symptom)) {
          case Verdict.Ranked ranked ->
              explained(
                  ranked.suspects(),
                  new Told(signals, symptom, Observed.unseen(scenery.series())),
                  file);
          case Verdict.Unresolved reason -> {
            fileSymptoms(signals, file);
            yield new Findings(
                Incident.Progress.UNRESOLVED,
                "No cause is named: " + reason.explanation() + ".",
                file.all(),
                List.of());
          }
        };
    return withFailures(findings, scenery.failures());
  }

  /// What the words of an explanation depend on, beside the ranking.
  private record Told(List<Signal> signals, @Nullable Symptom symptom, Set<String> unseen) {}

  private Findings explained(List<RankedSuspect> ranked, Told told, EvidenceFile file) {
    List<Signal> signals = told.signals();
    @Nullable Symptom symptom = told.symptom();
    Statements statements =
        new Statements(symptom, onset(signals, symptom).orElse(null), told.unseen());
    List<Suspect> suspects = new ArrayList<>();
    List<RankedSuspect> shown = worthShowing(ranked);
    if (shown.isEmpty()) {
      fileSymptoms(signals, file);
      return new Findings(
          Incident.Progress.UNRESOLVED,
          "No cause is named: no service changed clearly enough to be blamed.",
          file.all(),
          List.of());
    }
    for (RankedSuspect one : shown) {
      Set<UUID> evidence = new LinkedHashSet<>();
      file.file(one.change().ref()).ifPresent(evidence::add);
      one.support().stream()
          .filter(Statements::isTelling)
          .limit(MOST_SUPPORT)
          .forEach(change -> file.file(change.ref()).ifPresent(evidence::add));
      SeriesChange change = one.change();
      suspects.add(
          new Suspect(
              suspects.size() + 1,
              one.service(),
              change.kind(),
              one.role(),
              one.score(),
              new Suspect.Change(
                  change.onset(), change.before(), change.during(), change.kind().unit()),
              statements.suspect(one),
              List.copyOf(evidence)));
    }
    fileSymptoms(signals, file);
    return new Findings(
        Incident.Progress.EXPLAINED, statements.headline(shown), file.all(), suspects);
  }

  /// Those that changed in a way that people can see, and that weigh something beside the first.
  private static List<RankedSuspect> worthShowing(List<RankedSuspect> ranked) {
    double least = WORTH_SHOWING * ranked.getFirst().score();
    return ranked.stream()
        .filter(one -> one.score() >= least)
        .filter(one -> Statements.isTelling(one.change()))
        .limit(MOST_SUSPECTS)
        .toList();
  }

  /// What was noticed is evidence too, strongest first.
  private static void fileSymptoms(List<Signal> signals, EvidenceFile file) {
    signals.stream()
        .sorted(
            Comparator.comparingDouble((Signal s) -> s.deviation().measure().strength())
                .reversed()
                .thenComparing(s -> s.id().toString()))
        .limit(MOST_SYMPTOMS)
        .forEach(s -> file.file(Observed.ref(s.origin().watch(), s.origin().seriesKey())));
  }

  private static Optional<Instant> onset(List<Signal> signals, @Nullable Symptom symptom) {
    return signals.stream()
        .filter(s -> symptom != null && s.origin().service().equals(symptom.service()))
        .map(s -> s.deviation().onset())
        .min(Comparator.naturalOrder());
  }

  private static Findings unresolved(String headline) {
    return new Findings(Incident.Progress.UNRESOLVED, headline, List.of(), List.of());
  }

  /// What could not be asked belongs to the answer: the cause may lie there.
  private static Findings withFailures(Findings findings, List<String> failures) {
    if (failures.isEmpty()) {
      return findings;
    }
    return new Findings(
        findings.progress(),
        findings.headline() + " Not everything could be asked: " + String.join("; ", failures),
        findings.evidence(),
        findings.suspects());
  }
}
