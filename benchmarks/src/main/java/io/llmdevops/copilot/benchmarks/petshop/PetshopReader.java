package io.llmdevops.copilot.benchmarks.petshop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.benchmarks.BenchmarkFailure;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.investigation.CallGraph;
import io.llmdevops.copilot.incidents.investigation.IncidentWindow;
import io.llmdevops.copilot.incidents.investigation.Symptom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Reads every `SCENARIO/issues/issue_N` below a folder. The fault begins at the target's
/// timestamp, inside one of the steps of five minutes.
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

  static List<Path> folders(Path parent) throws IOException {
    try (Stream<Path> children = Files.list(parent)) {
      return children
          .filter(Files::isDirectory)
          .sorted(
              Comparator.<Path>comparingInt(p -> p.getFileName().toString().length())
                  .thenComparing(Path::getFileName))
          .toList();
    }
  }

  static CallGraph graph(Path file) throws IOException {
    if (!Files.exists(file)) {
      return CallGraph.unknown();
    }
    List<String[]> rows = MetricsTable.rows(file);
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
    MetricsTable table = MetricsTable.read(folder.resolve("metrics.csv"));
    Instant fault = Instant.ofEpochSecond(target.path("timestamp").asLong());
    SignalKind noticed = noticed(target.path("metric").asText(), folder);
    return new PetshopIssue(
        scenario.getFileName().toString(),
        folder.getFileName().toString(),
        graph,
        table.series(0, table.steps),
        new IncidentWindow(
            Instant.ofEpochMilli(Math.min(table.start, fault.toEpochMilli() - table.length)),
            fault,
            Instant.ofEpochMilli(table.end())),
        new Symptom(target.path("node").asText(), noticed),
        truth.path("root_cause").path("node").asText());
  }

  /// Whatever the statistic: it is time, failures or load that was noticed.
  private static SignalKind noticed(String metric, Path folder) {
    return switch (metric) {
      case "latency" -> SignalKind.LATENCY_MEAN;
      case "availability" -> SignalKind.AVAILABILITY;
      case "requests" -> SignalKind.REQUEST_RATE;
      default ->
          throw new BenchmarkFailure(
              "the target metric '%s' in %s is none of latency, availability, requests"
                  .formatted(metric, folder));
    };
  }
}
