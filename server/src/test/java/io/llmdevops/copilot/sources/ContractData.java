package io.llmdevops.copilot.sources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Samples whose answers can be told by hand, every 15 seconds for half an hour. They lie 337 ms
/// beside the whole second, so that no query's window begins exactly at one (there Prometheus 2 and
/// 3 differ).
public final class ContractData {
  public static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00.337Z");
  public static final Duration APART = Duration.ofSeconds(15);
  public static final int COUNT = 121;

  private ContractData() {}

  /// The value at sample `i`.
  interface Shape {
    double at(int i);
  }

  public static Instant end() {
    return BEGIN.plus(APART.multipliedBy(COUNT - 1L));
  }

  public static List<TimeSeries> series() {
    List<TimeSeries> all = new ArrayList<>();
    // 2 and 3 requests a second; "pay" is restarted after sample 60 and goes on at the same pace.
    all.add(of("requests_total", Map.of("service", "shop", "code", "200"), i -> 1000 + 30.0 * i));
    all.add(
        of(
            "requests_total",
            Map.of("service", "pay", "code", "200"),
            i -> 500 + 45.0 * (i <= 60 ? i : i - 61)));
    // One request in 16 of "shop" fails; "pay" has no error counter.
    all.add(of("requests_total", Map.of("service", "shop", "code", "500"), i -> 100 + 2.0 * i));
    // A service that gets no requests at all.
    all.add(of("requests_total", Map.of("service", "idle", "code", "200"), i -> 7));
    all.add(of("pool_size", Map.of("service", "shop", "pod", "a"), i -> i));
    all.add(of("pool_size", Map.of("service", "shop", "pod", "b"), i -> 10));
    all.add(of("pool_size", Map.of("service", "pay"), i -> -1));
    // 15 observations a sample: 9 below 0.1 s, 3 more below 0.5 s, 3 above.
    all.add(of("wait_seconds_bucket", Map.of("le", "0.1"), i -> 9.0 * i));
    all.add(of("wait_seconds_bucket", Map.of("le", "0.5"), i -> 12.0 * i));
    all.add(of("wait_seconds_bucket", Map.of("le", "+Inf"), i -> 15.0 * i));
    all.add(of("odd", Map.of("kind", "nan"), i -> Double.NaN));
    all.add(of("odd", Map.of("kind", "inf"), i -> Double.POSITIVE_INFINITY));
    all.add(of("odd", Map.of("kind", "quote\" back\\slash"), i -> 1));
    return all;
  }

  private static TimeSeries of(String name, Map<String, String> labels, Shape shape) {
    Map<String, String> all = new TreeMap<>(labels);
    all.put("__name__", name);
    long[] times = new long[COUNT];
    double[] values = new double[COUNT];
    for (int i = 0; i < COUNT; i++) {
      times[i] = BEGIN.plus(APART.multipliedBy(i)).toEpochMilli();
      values[i] = shape.at(i);
    }
    return new TimeSeries(Labels.of(all), times, values);
  }

  /// The text that a target shows at sample `i`.
  public static String exposition(int i) {
    StringBuilder text = new StringBuilder();
    for (TimeSeries series : series()) {
      text.append(line(series, i, "")).append('\n');
    }
    return text.toString();
  }

  /// OpenMetrics with timestamps, for `promtool tsdb create-blocks-from openmetrics`.
  public static Path openMetrics(Path folder, List<TimeSeries> all) {
    Map<String, StringBuilder> families = new LinkedHashMap<>();
    for (TimeSeries series : all) {
      StringBuilder text =
          families.computeIfAbsent(
              series.labels().get("__name__").orElseThrow(), name -> new StringBuilder());
      for (int i = 0; i < series.size(); i++) {
        long time = series.timestamps()[i];
        text.append(line(series, i, " %d.%03d".formatted(time / 1000, time % 1000))).append('\n');
      }
    }
    try {
      return Files.writeString(
          folder.resolve("data.om"), String.join("", families.values()) + "# EOF\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(TimeSeries series, int i, String time) {
    double value = series.values()[i];
    String text =
        Double.isNaN(value)
            ? "NaN"
            : Double.isInfinite(value) ? (value > 0 ? "+Inf" : "-Inf") : Double.toString(value);
    return series.labels().get("__name__").orElseThrow()
        + series.labels().without(List.of("__name__"))
        + " "
        + text
        + time;
  }
}
