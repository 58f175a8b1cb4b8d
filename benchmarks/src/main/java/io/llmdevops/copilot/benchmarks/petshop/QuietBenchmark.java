package io.llmdevops.copilot.benchmarks.petshop;

import io.llmdevops.copilot.benchmarks.Benchmark;
import io.llmdevops.copilot.benchmarks.BenchmarkOptions;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.correlation.CorrelationReplay;
import io.llmdevops.copilot.incidents.correlation.CorrelationRules;
import io.llmdevops.copilot.incidents.correlation.Topology;
import io.llmdevops.copilot.incidents.investigation.ServiceSeries;
import io.llmdevops.copilot.incidents.watches.SignalReplay;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.sources.TimeSeries;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;

/// Two days in which nothing was wrong, through the detectors, the rules and the correlator of the
/// running server: every incident is a false one. A sixth of the time is only learned from, as a
/// new watch learns from the past.
public final class QuietBenchmark implements Benchmark {
  /// The default of `copilot.watches.warm-up`.
  private static final Duration WARM_UP = Duration.ofHours(1);

  @Override
  public String name() {
    return "quiet";
  }

  @Override
  public String summary() {
    return "false incidents a service and day on petshop without a fault";
  }

  @Override
  public List<String> keys() {
    return List.of("false_per_service_day");
  }

  @Override
  public Map<String, String> run(BenchmarkOptions options) throws Exception {
    Path scenario = options.dataset("petshop").resolve("low_traffic");
    MetricsTable table = MetricsTable.read(scenario.resolve("noissue/metrics.csv"));
    List<ServiceSeries> all = table.series(0, table.steps);
    Topology topology =
        Topology.of(
            PetshopReader.graph(scenario.resolve("graph.csv")).calls().stream()
                .map(call -> new Topology.Edge(call.caller(), call.callee()))
                .toList(),
            (int) all.stream().map(ServiceSeries::service).distinct().count());
    return replay(table, all, topology);
  }

  private static Map<String, String> replay(
      MetricsTable table, List<ServiceSeries> all, Topology topology) {
    Duration step = Duration.ofMillis(table.length);
    Instant start = Instant.ofEpochMilli(table.start);
    Instant liveFrom = start.plus(WARM_UP);
    IdSource ids =
        new IdSource(() -> start, RandomGeneratorFactory.of("L64X128MixRandom").create(20_260_301));
    Map<SignalKind, List<TimeSeries>> byKind =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    ServiceSeries::kind,
                    () -> new EnumMap<>(SignalKind.class),
                    Collectors.mapping(ServiceSeries::samples, Collectors.toList())));
    List<TimeSeries> traffic = byKind.getOrDefault(SignalKind.REQUEST_RATE, List.of());
    Map<SignalKind, SignalReplay> watches = new EnumMap<>(SignalKind.class);
    byKind
        .keySet()
        .forEach(kind -> watches.put(kind, new SignalReplay(kind, "service", step, liveFrom, ids)));
    CorrelationReplay correlator =
        new CorrelationReplay(CorrelationRules.DEFAULT, topology, ids::next);
    long signals = 0;
    for (int i = 0; i < table.steps; i++) {
      int now = i;
      Instant to = start.plus(step.multipliedBy(i + 1));
      List<Signal> changed = new ArrayList<>();
      watches.forEach((kind, watch) ->
          changed.addAll(
              watch.advance(at(byKind.getOrDefault(kind, List.of()), now), at(traffic, now), to)));
      signals +=
          changed.stream().filter(s -> s.deviation().firedAt().isAfter(to.minus(step))).count();
      correlator.advance(to, changed);
    }
    double days = (table.steps * step.toMillis() - WARM_UP.toMillis()) / 86_400_000.0;
    return figures(correlator, all, days, signals);
  }

  /// The one sample of a step, of each series.
  private static List<TimeSeries> at(List<TimeSeries> series, int step) {
    return series.stream()
        .map(one ->
            new TimeSeries(
                one.labels(),
                new long[] {one.timestamps()[step]},
                new double[] {one.values()[step]}))
        .toList();
  }

  private static Map<String, String> figures(
      CorrelationReplay correlator, List<ServiceSeries> all, double days, long signals) {
    long services = all.stream().map(ServiceSeries::service).distinct().count();
    correlator.opened().forEach(i -> System.out.printf("%s  %s%n", i.startedAt(), i.title()));
    double serviceDays = services * days;
    Map<String, String> figures = new LinkedHashMap<>();
    figures.put(
        "false_per_service_day",
        String.format(Locale.ROOT, "%.3f", correlator.opened().size() / serviceDays));
    figures.put("incidents", Integer.toString(correlator.opened().size()));
    figures.put("signals", Long.toString(signals));
    figures.put("services", Long.toString(services));
    figures.put("days", String.format(Locale.ROOT, "%.2f", days));
    return figures;
  }
}
