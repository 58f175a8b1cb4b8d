package io.llmdevops.copilot.deployment.rollouts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.llmdevops.copilot.testkit.Tool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The queries in a real Prometheus's own test tool. Whether the metrics exist in a scrape of the
/// server is told by MetricsExistIT; whether a real canary is found out, by the drill.
class AnalysisQueryTest {
  private static final ObjectMapper YAML = new YAMLMapper();

  private static final String LABELS = "job=\"llm-copilot-agent\",namespace=\"llm-copilot\",";
  private static final String CANARY = LABELS + "pod=\"llm-copilot-agent-new1-abcde\"";
  private static final String STABLE = LABELS + "pod=\"llm-copilot-agent-old1-abcde\"";
  private static final String COUNT = "http_server_requests_seconds_count";
  private static final String BUCKET = "http_server_requests_seconds_bucket";
  private static final String READY = "kube_pod_status_ready";
  private static final String RESTARTS = "kube_pod_container_status_restarts_total";

  /// As promtool reads it.
  record Series(String series, String values) {}

  @TempDir private Path folder;

  @Test
  void promtool_finds_nothing_to_complain_about() throws Exception {
    List<Map<String, String>> rules = new ArrayList<>();
    for (AnalysisQuery query : AnalysisQuery.all()) {
      String record = "analysis:" + query.name().replace('-', '_') + ":now";
      rules.add(Map.of("record", record, "expr", query.of("new1", "2m")));
    }
    Path file = write("rules.yaml", Map.of("groups", List.of(group(rules))));

    String said = promtool(0, "check", "rules", "--lint=all", file.toString());
    assertThat(said).contains(rules.size() + " rules found").doesNotContain("FAILED");
    assertThat(said).doesNotContain("{{");
  }

  @Test
  void no_two_metrics_have_one_name_and_each_has_a_test() {
    Set<String> names =
        AnalysisQuery.all().stream().map(AnalysisQuery::name).collect(Collectors.toSet());
    assertThat(AnalysisQuery.all()).hasSameSizeAs(names);
    assertThat(names).containsExactlyInAnyOrder("errors", "latency-p99", "ready", "restarts");
  }

  @Test
  void errors_are_the_share_of_the_canary_alone() throws Exception {
    answers(
        "errors",
        0.25,
        series(COUNT, CANARY + ",uri=\"/incidents\",outcome=\"SUCCESS\"", "0+90x20"),
        series(COUNT, CANARY + ",uri=\"/incidents\",outcome=\"SERVER_ERROR\"", "0+30x20"),
        // Neither probes nor the stable pods count.
        series(COUNT, CANARY + ",uri=\"/health/ready\",outcome=\"SERVER_ERROR\"", "0+900x20"),
        series(COUNT, STABLE + ",uri=\"/incidents\",outcome=\"SERVER_ERROR\"", "0+900x20"));
  }

  @Test
  void without_an_error_the_share_is_zero_and_without_a_request_there_is_none() throws Exception {
    answers(
        "errors",
        0.0,
        series(COUNT, CANARY + ",uri=\"/incidents\",outcome=\"SUCCESS\"", "0+90x20"));
    answersNothing(
        "errors",
        series(COUNT, CANARY + ",uri=\"/incidents\",outcome=\"SUCCESS\"", "7x20"),
        series(COUNT, STABLE + ",uri=\"/incidents\",outcome=\"SUCCESS\"", "0+90x20"));
  }

  @Test
  void latency_leaves_out_the_pages_that_stay_open() throws Exception {
    answers(
        "latency-p99",
        0.99,
        series(BUCKET, CANARY + ",uri=\"/incidents\",le=\"1\"", "0+100x20"),
        series(BUCKET, CANARY + ",uri=\"/incidents\",le=\"+Inf\"", "0+100x20"),
        series(BUCKET, CANARY + ",uri=\"/events\",le=\"1\"", "0x20"),
        series(BUCKET, CANARY + ",uri=\"/events\",le=\"+Inf\"", "0+100x20"),
        series(BUCKET, STABLE + ",uri=\"/incidents\",le=\"1\"", "0x20"),
        series(BUCKET, STABLE + ",uri=\"/incidents\",le=\"+Inf\"", "0+100x20"));
  }

  @Test
  void ready_is_the_share_of_the_canarys_pods() throws Exception {
    answers(
        "ready",
        0.5,
        series(READY, CANARY + ",condition=\"true\"", "1x20"),
        series(READY, CANARY.replace("abcde", "fghij") + ",condition=\"true\"", "0x20"),
        series(READY, CANARY + ",condition=\"false\"", "0x20"),
        series(READY, STABLE + ",condition=\"true\"", "0x20"));
    answersNothing("ready", series(READY, STABLE + ",condition=\"true\"", "1x20"));
  }

  @Test
  void restarts_are_those_of_the_canarys_server() throws Exception {
    answers(
        "restarts",
        0.0,
        series(RESTARTS, CANARY + ",container=\"llm-copilot-agent\"", "0x20"),
        series(RESTARTS, CANARY + ",container=\"istio-proxy\"", "0+1x20"),
        series(RESTARTS, STABLE + ",container=\"llm-copilot-agent\"", "0+1x20"));
  }

  private void answers(String metric, double value, Series... series) throws Exception {
    asked(metric, List.of(Map.of("labels", "{}", "value", value)), List.of(series));
  }

  private void answersNothing(String metric, Series... series) throws Exception {
    asked(metric, List.of(), List.of(series));
  }

  /// After five minutes of samples, one each 30 s.
  private void asked(String metric, List<?> expected, List<Series> series) throws Exception {
    AnalysisQuery query =
        AnalysisQuery.all().stream()
            .filter(one -> one.name().equals(metric))
            .findFirst()
            .orElseThrow();
    Map<String, Object> test =
        Map.of("expr", query.of("new1", "2m"), "eval_time", "5m", "exp_samples", expected);
    Path rules = write("none.yaml", Map.of("groups", List.of()));
    Path file =
        write(
            "test.yaml",
            Map.of(
                "rule_files", List.of(rules.getFileName().toString()),
                "tests",
                    List.of(
                        Map.of(
                            "interval",
                            "30s",
                            "input_series",
                            series,
                            "promql_expr_test",
                            List.of(test)))));
    promtool(0, "test", "rules", file.toString());
  }

  private static Series series(String metric, String labels, String values) {
    return new Series(metric + "{" + labels + "}", values);
  }

  private static Map<String, Object> group(List<Map<String, String>> rules) {
    return Map.of("name", "analysis", "rules", rules);
  }

  private Path write(String name, Object content) throws Exception {
    return Files.writeString(folder.resolve(name), YAML.writeValueAsString(content));
  }

  private String promtool(int exit, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Tool.find("promtool", "prometheus").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isEqualTo(exit);
    return said;
  }
}
