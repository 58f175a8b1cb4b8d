package io.llmdevops.copilot.benchmarks.petshop;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.investigation.CallGraph;
import io.llmdevops.copilot.incidents.investigation.IncidentWindow;
import io.llmdevops.copilot.incidents.investigation.ServiceSeries;
import io.llmdevops.copilot.incidents.investigation.Symptom;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Faults at services of our choice, planted into measurements of a quiet time of the same shop.
/// All visible issues have one culprit, so only these tell whether a method finds others too; their
/// noise is real, what the fault does is our own assumption. The seed is fixed.
public final class PlantedFaults {
  private static final int BEFORE = 2;
  private static final int DURING = 4;

  /// A service with fewer requests in a step shows too little to be found by anybody.
  private static final double ENOUGH_REQUESTS = 20;

  private final MetricsTable quiet;
  private final CallGraph graph;
  private final String entrance;
  private final Map<String, Set<String>> callers = new HashMap<>();
  private final Map<String, Set<String>> callees = new HashMap<>();
  private final Map<String, Double> usualRequests = new TreeMap<>();
  private final List<String> candidates;

  private PlantedFaults(MetricsTable quiet, CallGraph graph, String entrance) {
    this.quiet = quiet;
    this.graph = graph;
    this.entrance = entrance;
    for (CallGraph.Call call : graph.calls()) {
      callers.computeIfAbsent(call.callee(), c -> new TreeSet<>()).add(call.caller());
      callees.computeIfAbsent(call.caller(), c -> new TreeSet<>()).add(call.callee());
    }
    for (ServiceSeries series : quiet.series(0, quiet.steps)) {
      if (series.kind() == SignalKind.REQUEST_RATE) {
        double mean =
            Arrays.stream(series.samples().values()).filter(Double::isFinite).average().orElse(0);
        usualRequests.put(series.service(), mean * quiet.length / 1000.0);
      }
    }
    Set<String> below = below(entrance);
    below.add(entrance);
    candidates =
        usualRequests.keySet().stream()
            .filter(s -> below.contains(s) && requests(s) >= ENOUGH_REQUESTS)
            .toList();
  }

  /// Empty if the folder has no quiet time.
  public static Optional<PlantedFaults> read(Path folder, String entrance) throws IOException {
    for (Path scenario : PetshopReader.folders(folder)) {
      Path quiet = scenario.resolve("noissue").resolve("metrics.csv");
      if (Files.exists(quiet)) {
        CallGraph graph = PetshopReader.graph(scenario.resolve("graph.csv"));
        return Optional.of(new PlantedFaults(MetricsTable.read(quiet), graph, entrance));
      }
    }
    return Optional.empty();
  }

  private Set<String> below(String service) {
    Set<String> found = new HashSet<>();
    List<String> open = new ArrayList<>(List.of(service));
    while (!open.isEmpty()) {
      for (String callee : callees.getOrDefault(open.removeLast(), Set.of())) {
        if (found.add(callee)) {
          open.add(callee);
        }
      }
    }
    return found;
  }

  private double requests(String service) {
    return usualRequests.getOrDefault(service, 0.0);
  }

  public List<PetshopIssue> plant(PlantedFault kind, int count, long seed) {
    Random random = new Random(seed);
    List<PetshopIssue> issues = new ArrayList<>();
    while (issues.size() < count) {
      String culprit = candidates.get(random.nextInt(candidates.size()));
      int from = random.nextInt(quiet.steps - BEFORE - DURING);
      if (isAsked(culprit, from)) {
        issues.add(new Plot(random, culprit, from).issue(kind, issues.size()));
      }
    }
    return issues;
  }

  private boolean isAsked(String service, int from) {
    return quiet.series(from, from + BEFORE + DURING).stream()
        .filter(s -> s.service().equals(service) && s.kind() == SignalKind.REQUEST_RATE)
        .flatMapToDouble(s -> Arrays.stream(s.samples().values()))
        .allMatch(rate -> rate * quiet.length / 1000.0 >= ENOUGH_REQUESTS);
  }

  /// Times in which nothing was planted.
  public List<PetshopIssue> quiet(int count, long seed) {
    Random random = new Random(seed);
    List<PetshopIssue> issues = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = random.nextInt(quiet.steps - BEFORE - DURING);
      issues.add(
          issue(
              "quiet",
              i,
              graph,
              quiet.series(from, from + BEFORE + DURING),
              from,
              i % 2 == 0 ? SignalKind.LATENCY_MEAN : SignalKind.AVAILABILITY,
              ""));
    }
    return issues;
  }

  private PetshopIssue issue(
      String scenario,
      int number,
      CallGraph calls,
      List<ServiceSeries> series,
      int from,
      SignalKind noticed,
      String culprit) {
    long start = quiet.start + from * quiet.length;
    return new PetshopIssue(
        scenario,
        "time_" + number,
        calls,
        series,
        new IncidentWindow(
            Instant.ofEpochMilli(start),
            Instant.ofEpochMilli(start + BEFORE * quiet.length),
            Instant.ofEpochMilli(start + (BEFORE + DURING) * quiet.length)),
        new Symptom(entrance, noticed),
        culprit);
  }

  /// One fault being planted: what it adds per service and step.
  private final class Plot {
    private final Random random;
    private final String culprit;
    private final int from;
    private final double size;
    private final double[] shape = new double[DURING];
    private final Map<String, double[]> seconds = new HashMap<>();
    private final Map<String, double[]> failures = new HashMap<>();
    private final Map<String, double[]> load = new HashMap<>();

    Plot(Random random, String culprit, int from) {
      this.random = random;
      this.culprit = culprit;
      this.from = from;
      size = new double[] {0.1, 0.3, 1}[random.nextInt(3)];
      double[][] shapes = {{1, 1, 0, 0}, {0, 1, 1, 0}, {0.3, 0.7, 1, 0}, {1, 1, 1, 1}};
      double[] chosen = shapes[random.nextInt(shapes.length)];
      for (int i = 0; i < DURING; i++) {
        shape[i] = chosen[i] * (0.8 + 0.4 * random.nextDouble());
      }
    }

    PetshopIssue issue(PlantedFault kind, int number) {
      // 1 means: as much time as the entrance usually spends on everything.
      double most = size * requests(entrance) * 0.095;
      double failing = size * 0.3 * requests(culprit);
      Set<CallGraph.Call> calls = new HashSet<>(graph.calls());
      switch (kind) {
        case SLOW -> up(seconds, culprit, most, 1);
        case RETRIED -> up(seconds, culprit, most, 1.4);
        case BUSY -> {
          up(seconds, culprit, most, 1);
          for (String callee : callees.getOrDefault(culprit, Set.of())) {
            if (requests(callee) > 0 && random.nextDouble() < 0.7) {
              add(seconds, callee, most * (0.05 + 0.3 * random.nextDouble()));
            }
          }
        }
        case FAILING -> upDrawn(failing);
        case MISDIRECTED -> {
          upDrawn(failing);
          calls.add(new CallGraph.Call(culprit, "new callee"));
        }
        case TIMED_OUT -> {
          add(seconds, culprit, most);
          upDrawn(failing);
          failures.remove(culprit);
        }
        case OVERLOADED -> {
          up(seconds, culprit, most, 1);
          Set<String> all = below(culprit);
          List<String> busy =
              all.stream().filter(s -> requests(s) >= ENOUGH_REQUESTS).sorted().toList();
          if (!busy.isEmpty()) {
            String callee = busy.get(random.nextInt(busy.size()));
            add(seconds, callee, most * (0.1 + 0.4 * random.nextDouble()));
          }
          all.add(culprit);
          all.forEach(s -> add(load, s, 1 + 4 * size));
        }
      }
      List<ServiceSeries> series =
          new ArrayList<>(
              quiet.series(from, from + BEFORE + DURING).stream().map(this::changed).toList());
      if (kind == PlantedFault.MISDIRECTED) {
        series.addAll(newCallee());
      }
      boolean slow = seconds.containsKey(entrance);
      return PlantedFaults.this.issue(
          "planted " + kind,
          number,
          new CallGraph(calls),
          series,
          from,
          slow ? SignalKind.LATENCY_MEAN : SignalKind.AVAILABILITY,
          culprit);
    }

    /// As many requests fail as chance will have it; the same failures are seen above.
    private void upDrawn(double failing) {
      double usual = requests(culprit);
      for (int i = 0; i < DURING; i++) {
        int failed = 0;
        for (int request = 0; request < usual; request++) {
          failed += random.nextDouble() < failing * shape[i] / usual ? 1 : 0;
        }
        shape[i] = failed;
      }
      up(failures, culprit, 1, 1);
    }

    /// Adds to a service and, by their share of its requests, to all that call it.
    private void up(Map<String, double[]> what, String service, double amount, double growth) {
      up(what, service, amount, growth, new HashSet<>());
    }

    private void up(
        Map<String, double[]> what,
        String service,
        double amount,
        double growth,
        Set<String> path) {
      add(what, service, amount);
      path.add(service);
      List<String> above =
          callers.getOrDefault(service, Set.of()).stream()
              .filter(c -> requests(c) > 0 && !path.contains(c) && !c.endsWith("_client"))
              .toList();
      double all = above.stream().mapToDouble(c -> Math.min(requests(c), requests(service))).sum();
      for (String caller : above) {
        double part = Math.min(requests(caller), requests(service)) / all;
        up(what, caller, amount * part * growth, growth, new HashSet<>(path));
      }
    }

    private void add(Map<String, double[]> what, String service, double amount) {
      double[] steps = what.computeIfAbsent(service, s -> new double[DURING]);
      for (int i = 0; i < DURING; i++) {
        steps[i] += amount * shape[i];
      }
    }

    private ServiceSeries changed(ServiceSeries series) {
      double[] values = series.samples().values().clone();
      String service = series.service();
      double usual = Math.max(1, requests(service));
      double[] none = new double[DURING];
      for (int i = 0; i < DURING; i++) {
        int at = BEFORE + i;
        double slower = seconds.getOrDefault(service, none)[i] / usual;
        double lost = Math.min(1, failures.getOrDefault(service, none)[i] / usual);
        switch (series.kind()) {
          case LATENCY_MEAN, LATENCY_P99 -> values[at] += slower;
          case AVAILABILITY -> values[at] = Math.max(0, values[at] - lost);
          case REQUEST_RATE -> values[at] *= 1 + load.getOrDefault(service, none)[i];
          default -> {}
        }
      }
      return with(series.ref(), series.service(), series.kind(), series.samples(), values);
    }

    private List<ServiceSeries> newCallee() {
      TimeSeries like = quiet.series(from, from + BEFORE + DURING).getFirst().samples();
      double[] rate = new double[BEFORE + DURING];
      double[] availability = new double[BEFORE + DURING];
      for (int i = 0; i < rate.length; i++) {
        double asked = i < BEFORE ? 0 : shape[i - BEFORE];
        rate[i] = asked * 1000 / quiet.length;
        availability[i] = asked > 0 ? 0 : Double.NaN;
      }
      return List.of(
          with("new callee rate", "new callee", SignalKind.REQUEST_RATE, like, rate),
          with("new callee", "new callee", SignalKind.AVAILABILITY, like, availability));
    }
  }

  private static ServiceSeries with(
      String ref, String service, SignalKind kind, TimeSeries times, double[] values) {
    return new ServiceSeries(
        ref,
        service,
        kind,
        kind.title(),
        new TimeSeries(Labels.of("service", service), times.timestamps(), values));
  }
}
