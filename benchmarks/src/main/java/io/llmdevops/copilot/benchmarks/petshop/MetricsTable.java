package io.llmdevops.copilot.benchmarks.petshop;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.investigation.ServiceSeries;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.TimeSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A `metrics.csv`: three rows of headings (service, metric, statistic), then a row a step, named
/// by the second it starts in. Requests are counts, availability is in percent, time in seconds.
final class MetricsTable {
  @SuppressWarnings("ArrayRecordComponent") // read once, never handed out
  private record Column(String service, SignalKind kind, String metric, double[] values) {}

  private static final long USUAL_LENGTH = 300_000;

  /// Milliseconds: the start of the first step and the length of each.
  final long start;

  final long length;
  final int steps;
  private final List<Column> columns = new ArrayList<>();

  private MetricsTable(List<String[]> rows) {
    List<String[]> body =
        rows.subList(3, rows.size()).stream().filter(row -> isNumber(row[0])).toList();
    steps = body.size();
    start = millis(body.getFirst()[0]);
    length = steps > 1 ? millis(body.get(1)[0]) - start : USUAL_LENGTH;
    for (int i = 1; i < rows.getFirst().length; i++) {
      String metric = rows.get(1)[i];
      String statistic = rows.get(2)[i];
      Optional<SignalKind> kind = kind(metric, statistic);
      if (kind.isPresent()) {
        double[] values = new double[steps];
        for (int step = 0; step < steps; step++) {
          values[step] = value(body.get(step), i) * unit(kind.get());
        }
        columns.add(new Column(rows.getFirst()[i], kind.get(), metric + " " + statistic, values));
      }
    }
  }

  static MetricsTable read(Path file) throws IOException {
    return new MetricsTable(rows(file));
  }

  /// The files hold no quoted field.
  static List<String[]> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank())
        .map(line -> line.split(",", -1))
        .toList();
  }

  static Optional<SignalKind> kind(String metric, String statistic) {
    return switch (metric) {
      case "requests" -> Optional.of(SignalKind.REQUEST_RATE);
      case "availability" -> Optional.of(SignalKind.AVAILABILITY);
      case "latency" ->
          switch (statistic) {
            case "Average" -> Optional.of(SignalKind.LATENCY_MEAN);
            case "p99" -> Optional.of(SignalKind.LATENCY_P99);
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  long end() {
    return start + steps * length;
  }

  /// Everything measured from one step until another. A sample stands late in its step: of a step
  /// that a fault reached earlier nobody can say that it was normal.
  List<ServiceSeries> series(int fromStep, int toStep) {
    long[] times = new long[toStep - fromStep];
    for (int i = 0; i < times.length; i++) {
      times[i] = start + (fromStep + i) * length + length * 4 / 5;
    }
    return columns.stream()
        .map(column ->
            new ServiceSeries(
                column.service + " " + column.metric,
                column.service,
                column.kind,
                column.metric,
                new TimeSeries(
                    Labels.of("service", column.service),
                    times,
                    Arrays.copyOfRange(column.values, fromStep, toStep))))
        .toList();
  }

  private double unit(SignalKind kind) {
    return switch (kind) {
      case REQUEST_RATE -> 1000.0 / length;
      case AVAILABILITY -> 0.01;
      default -> 1;
    };
  }

  private static double value(String[] row, int column) {
    return column < row.length && isNumber(row[column])
        ? Double.parseDouble(row[column])
        : Double.NaN;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && (Character.isDigit(text.charAt(0)) || text.charAt(0) == '-');
  }

  private static long millis(String seconds) {
    return Math.round(Double.parseDouble(seconds) * 1000);
  }
}
