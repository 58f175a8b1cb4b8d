package io.llmdevops.copilot.sources.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.sources.ContractData;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.Matcher;
import io.llmdevops.copilot.sources.MetricQuery;
import io.llmdevops.copilot.sources.MetricQuery.Aggregate;
import io.llmdevops.copilot.sources.MetricQuery.Gauge;
import io.llmdevops.copilot.sources.MetricQuery.Quantile;
import io.llmdevops.copilot.sources.MetricQuery.Rate;
import io.llmdevops.copilot.sources.MetricQuery.Ratio;
import io.llmdevops.copilot.sources.MetricSource;
import io.llmdevops.copilot.sources.TimeRange;
import io.llmdevops.copilot.sources.TimeSeries;
import io.llmdevops.copilot.sources.http.Endpoint;
import io.llmdevops.copilot.sources.prometheus.Limits;
import io.llmdevops.copilot.sources.prometheus.PrometheusSource;
import io.llmdevops.copilot.testkit.PrometheusProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asks the evaluator and a real Prometheus the same questions over the same untidy samples:
/// counters that restart, scrapes that are missing, series that begin late and end early.
class AgreesWithPrometheusTest {
  private static final long BEGIN = Instant.parse("2026-03-01T12:00:00.337Z").toEpochMilli();
  private static final int SAMPLES = 480;
  private static final int APART = 15_000;

  private final Random random = new Random(20260301);

  @Test
  void the_same_samples_give_the_same_answers(@TempDir Path folder) {
    List<TimeSeries> data = untidy();
    SeriesStore store = new SeriesStore(1000);
    for (TimeSeries series : data) {
      for (int i = 0; i < series.size(); i++) {
        store.append(series.labels(), series.timestamps()[i], series.values()[i]);
      }
    }
    MetricSource memory =
        new MemorySource("memory", store, () -> Long.MAX_VALUE, () -> Duration.ZERO);
    PrometheusProcess.backfill(folder, ContractData.openMetrics(folder, data));
    int compared = 0;
    try (PrometheusProcess process =
            PrometheusProcess.start(folder, "global: {}\n", "--storage.tsdb.retention.time=100y");
        PrometheusSource real =
            new PrometheusSource("real", Endpoint.of(process.url()), Limits.DEFAULT)) {
      for (TimeRange range : ranges()) {
        for (MetricQuery query : queries()) {
          compared += compare(query, range, memory, real);
        }
      }
    }
    assertThat(compared).as("samples compared").isGreaterThan(50_000);
  }

  private static int compare(
      MetricQuery query, TimeRange range, MetricSource memory, MetricSource real) {
    Map<Labels, TimeSeries> ours = byLabels(memory.range(query, range));
    Map<Labels, TimeSeries> theirs = byLabels(real.range(query, range));
    String text = real.text(query) + " over " + range;
    assertThat(ours.keySet()).as(text).isEqualTo(theirs.keySet());
    int compared = 0;
    for (Map.Entry<Labels, TimeSeries> entry : theirs.entrySet()) {
      TimeSeries mine = ours.getOrDefault(entry.getKey(), entry.getValue());
      assertThat(mine.timestamps()).as(text).isEqualTo(entry.getValue().timestamps());
      for (int i = 0; i < mine.size(); i++) {
        assertSame(text, mine, mine.values()[i], entry.getValue().values()[i], i);
        compared++;
      }
    }
    return compared;
  }

  private static void assertSame(String text, TimeSeries at, double ours, double theirs, int i) {
    double allowed = 1e-9 * Math.max(1, Math.abs(theirs));
    boolean same =
        Double.compare(ours, theirs) == 0
            || (Double.isNaN(ours) && Double.isNaN(theirs))
            || Math.abs(ours - theirs) <= allowed;
    assertThat(same)
        .as("%s%n%s at %d: ours %s, Prometheus %s", text, at.labels(), i, ours, theirs)
        .isTrue();
  }

  private static Map<Labels, TimeSeries> byLabels(MetricSource.Result result) {
    return result.series().stream().collect(Collectors.toMap(TimeSeries::labels, s -> s));
  }

  private static List<TimeRange> ranges() {
    Instant begin = Instant.ofEpochSecond(BEGIN / 1000 + 600);
    return List.of(
        new TimeRange(begin, begin.plusSeconds(5400), Duration.ofSeconds(15)),
        new TimeRange(begin.plusSeconds(7), begin.plusSeconds(6600), Duration.ofSeconds(61)));
  }

  private static List<MetricQuery> queries() {
    List<MetricQuery> queries = new ArrayList<>();
    for (Duration window :
        List.of(Duration.ofSeconds(40), Duration.ofMinutes(1), Duration.ofMinutes(5))) {
      for (List<String> by : List.of(List.<String>of(), List.of("svc"), List.of("svc", "pod"))) {
        Rate all = new Rate("hits_total", List.of(), window, by);
        Matcher bad = Matcher.matches("code", "5..");
        queries.add(all);
        queries.add(new Ratio(new Rate("hits_total", List.of(bad), window, by), all));
        for (double q : new double[] {0, 0.5, 0.9, 0.99, 1}) {
          queries.add(new Quantile(q, "took_bucket", List.of(), window, by));
        }
      }
    }
    for (Aggregate aggregate : Aggregate.values()) {
      queries.add(new Gauge("load", List.of(), aggregate, List.of("svc")));
      queries.add(new Gauge("load", List.of(Matcher.matches("pod", "[ab]")), aggregate, List.of()));
    }
    return queries;
  }

  private List<TimeSeries> untidy() {
    List<TimeSeries> all = new ArrayList<>();
    for (String svc : List.of("shop", "pay")) {
      for (String pod : List.of("a", "b", "c")) {
        all.add(counter("hits_total", Map.of("svc", svc, "pod", pod, "code", "200"), 40));
        if (svc.equals("shop")) {
          all.add(counter("hits_total", Map.of("svc", svc, "pod", pod, "code", "500"), 2));
        }
        all.add(gauge("load", Map.of("svc", svc, "pod", pod)));
        all.addAll(histogram(Map.of("svc", svc, "pod", pod)));
      }
    }
    return all;
  }

  /// Whether the scrape at each sample came through; some series begin late or end early.
  private boolean[] presence() {
    boolean[] present = new boolean[SAMPLES];
    int from = random.nextInt(3) == 0 ? random.nextInt(SAMPLES / 2) : 0;
    int to = random.nextInt(3) == 0 ? SAMPLES - random.nextInt(SAMPLES / 3) : SAMPLES;
    for (int i = from; i < to; i++) {
      present[i] = random.nextInt(20) != 0;
    }
    return present;
  }

  /// Begins high and restarts at a tenth, so that no extrapolation would pass below zero: there
  /// Prometheus 2.42 and 3 differ.
  private TimeSeries counter(String name, Map<String, String> labels, int pace) {
    double[] values = new double[SAMPLES];
    double value = 1e12;
    for (int i = 0; i < SAMPLES; i++) {
      value = random.nextInt(150) == 0 ? Math.rint(value / 10) : value + random.nextInt(pace * 2);
      values[i] = value;
    }
    return series(name, labels, values, presence());
  }

  private TimeSeries gauge(String name, Map<String, String> labels) {
    double[] values = new double[SAMPLES];
    for (int i = 0; i < SAMPLES; i++) {
      values[i] = random.nextInt(50) == 0 ? Double.NaN : random.nextGaussian();
    }
    return series(name, labels, values, presence());
  }

  private List<TimeSeries> histogram(Map<String, String> labels) {
    boolean[] presence = presence();
    String[] bounds = {"0.1", "0.5", "1", "+Inf"};
    double[][] values = new double[bounds.length][SAMPLES];
    for (int i = 1; i < SAMPLES; i++) {
      double more = 0;
      for (int b = 0; b < bounds.length; b++) {
        more += random.nextInt(10);
        values[b][i] = (i == 1 ? 1e6 : values[b][i - 1]) + more;
      }
    }
    List<TimeSeries> buckets = new ArrayList<>();
    presence[0] = false;
    for (int b = 0; b < bounds.length; b++) {
      Map<String, String> with = new TreeMap<>(labels);
      with.put("le", bounds[b]);
      buckets.add(series("took_bucket", with, values[b], presence));
    }
    return buckets;
  }

  private static TimeSeries series(
      String name, Map<String, String> labels, double[] values, boolean[] present) {
    long[] times = new long[values.length];
    double[] kept = new double[values.length];
    int size = 0;
    for (int i = 0; i < values.length; i++) {
      if (present[i]) {
        times[size] = BEGIN + (long) i * APART;
        kept[size++] = values[i];
      }
    }
    Map<String, String> all = new TreeMap<>(labels);
    all.put("__name__", name);
    return new TimeSeries(Labels.of(all), Arrays.copyOf(times, size), Arrays.copyOf(kept, size));
  }
}
