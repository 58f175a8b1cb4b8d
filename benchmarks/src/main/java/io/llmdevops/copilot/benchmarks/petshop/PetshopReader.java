package io.llmdevops.copilot.benchmarks.petshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.benchmarks.BenchmarkFailure;
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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads every `SCENARIO/issues/issue_N` below a folder. A row of `metrics.csv` is a step of five
/// minutes, named by its start; requests are counts, availability is in percent, time in seconds.
/// The fault begins at the target's timestamp, inside one of the steps: a step belongs to the
/// incident if its middle does.
public final class PetshopReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PetshopReader() {}

  public static List<PetshopIssue> read(Path folder) throws IOException {
    List<PetshopIssue> issues = new ArrayList<>();
    for (Path scenario : folders(folder)) {
      Path all = scenario.resolve("issues");
      if (Files.isDirectory(all)) {
        CallGraph graph = graph(scenario.resolve("graph.csv"));
        for (Path issue : folders(all)) {
          issues.add(issue(scenario, issue, graph));
        }
      }
    }
    if (issues.isEmpty()) {
      throw new BenchmarkFailure(
          "no SCENARIO/issues/issue_N below " + folder.toAbsolutePath().normalize());
    }
    return issues;
  }

  private static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(Files::isDirectory)
          .sorted(
              Comparator.<Path>comparingInt(p -> p.getFileName().toString().length())
                  .thenComparing(Path::getFileName))
          .toList();
    }
  }

  private static CallGraph graph(Path file) throws IOException {
    if (!Files.exists(file)) {
      return CallGraph.unknown();
    }
    List<String[]> rows = rows(file);
    String[] callees = rows.getFirst();
    Set<CallGraph.Call> calls = new HashSet<>();
    for (String[] row : rows.subList(1, rows.size())) {
      for (int i = 1; i < row.length; i++) {
        if (Double.parseDouble(row[i]) != 0) {
          calls.add(new CallGraph.Call(row[0], callees[i]));
        }
      }
    }
    return new CallGraph(calls);
  }

  private static PetshopIssue issue(Path scenario, Path folder, CallGraph graph)
      throws IOException {
    JsonNode truth = JSON.readTree(folder.resolve("target.json").toFile());
    JsonNode target = truth.path("target");
    List<String[]> rows = rows(folder.resolve("metrics.csv"));
    String[] services = rows.get(0);
    String[] metrics = rows.get(1);
    String[] statistics = rows.get(2);
    List<String[]> steps =
        rows.subList(3, rows.size()).stream().filter(row -> isNumber(row[0])).toList();
    long[] starts = steps.stream().mapToLong(row -> millis(row[0])).toArray();
    long length = starts[1] - starts[0];
    List<ServiceSeries> series = new ArrayList<>();
    for (int column = 1; column < services.length; column++) {
      Optional<SignalKind> kind = kind(metrics[column], statistics[column]);
      if (kind.isPresent()) {
        double unit = unit(kind.get(), length / 1000.0);
        long[] times = new long[starts.length];
        double[] values = new double[starts.length];
        for (int i = 0; i < times.length; i++) {
          times[i] = starts[i] + length / 2;
          values[i] = value(steps.get(i), column) * unit;
        }
        String metric = metrics[column] + " " + statistics[column];
        series.add(
            new ServiceSeries(
                services[column] + " " + metric,
                services[column],
                kind.get(),
                metric,
                new TimeSeries(Labels.of("service", services[column]), times, values)));
      }
    }
    Instant fault = Instant.ofEpochSecond(target.path("timestamp").asLong());
    SignalKind noticed =
        kind(target.path("metric").asText(), target.path("agg").asText())
            .orElseThrow(() -> new BenchmarkFailure("unknown target metric in " + folder));
    return new PetshopIssue(
        scenario.getFileName().toString(),
        folder.getFileName().toString(),
        graph,
        series,
        new IncidentWindow(
            Instant.ofEpochMilli(Math.min(starts[0], fault.toEpochMilli() - length)),
            fault,
            Instant.ofEpochMilli(starts[starts.length - 1] + length)),
        new Symptom(target.path("node").asText(), noticed),
        truth.path("root_cause").path("node").asText());
  }

  private static Optional<SignalKind> kind(String metric, String statistic) {
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

  private static double unit(SignalKind kind, double stepSeconds) {
    return switch (kind) {
      case REQUEST_RATE -> 1 / stepSeconds;
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

  /// The files hold no quoted field.
  private static List<String[]> rows(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank())
        .map(line -> line.split(",", -1))
        .toList();
  }
}
