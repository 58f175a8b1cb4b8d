package io.llmdevops.copilot.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.deployment.repository.Repository;
import io.llmdevops.copilot.deployment.rollouts.AnalysisQuery;
import io.llmdevops.copilot.testkit.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The delivered server with some traffic, an alert that comes and goes, and a database that is
/// killed once; a real Prometheus scrapes it, with our rules. What rules, dashboards and analyses
/// of canaries ask for must be there, or in the list of exporters in docs/operate/observability.md.
class MetricsExistIT {
  private static final String PAGE = "docs/operate/observability.md";

  /// Records of ours, what Prometheus makes of its rules, and of every target.
  private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");

  @TempDir static Path folder;
  private static ScrapedServer server;
  private static Exposition scrape;
  private static Exposition exporters;

  @BeforeAll
  static void run() throws Exception {
    server = ScrapedServer.start(folder);
    server.seesAGoodAndABadDay();
    scrape = Exposition.scraped(server.metrics());
    exporters = Exposition.documented(Repository.read(Repository.ROOT.resolve(PAGE)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static Stream<Dashboards.Query> queries() {
    Stream<Dashboards.Query> rules =
        Rules.all().stream()
            .map(rule -> new Dashboards.Query("rule " + rule.name(), rule.expression()));
    Stream<Dashboards.Query> analyses =
        AnalysisQuery.all().stream()
            .map(query -> new Dashboards.Query("analysis " + query.name(), query.of("a", "5m")));
    return Stream.of(Dashboards.queries().stream(), rules, analyses).flatMap(all -> all);
  }

  private static boolean ours(Selectors.Selector selector) {
    return OF_PROMETHEUS.contains(selector.metric())
        || selector.metric().startsWith("copilot:")
        || scrape.has(selector.metric());
  }

  @Test
  void every_metric_label_and_value_is_in_the_scrape_or_in_the_list_of_exporters() {
    Set<String> missing = new TreeSet<>();
    queries()
        .forEach(query -> {
          for (Selectors.Selector asked : Selectors.of(query.expression()).selectors()) {
            String metric = asked.metric();
            if (OF_PROMETHEUS.contains(metric) || metric.startsWith("copilot:")) {
              continue;
            }
            Exposition known = scrape.has(metric) ? scrape : exporters;
            if (!known.has(metric)) {
              missing.add(query.where() + ": " + metric);
            }
            asked
                .matchers()
                .forEach((label, value) -> {
                  if (!known.hasLabel(metric, label)) {
                    missing.add(query.where() + ": label " + label + " of " + metric);
                  } else if (!value.startsWith("/") && !known.hasValue(metric, label, value)) {
                    missing.add(query.where() + ": " + metric + " with " + label + "=" + value);
                  }
                });
          }
        });
    assertThat(missing).isEmpty();
  }

  @Test
  void every_label_that_is_grouped_by_belongs_to_a_metric_of_the_query() {
    Set<String> missing = new TreeSet<>();
    queries()
        .forEach(query -> {
          Selectors asked = Selectors.of(query.expression());
          for (String label : asked.grouping()) {
            boolean found =
                asked.selectors().stream()
                    .anyMatch(one ->
                        scrape.hasLabel(one.metric(), label)
                            || exporters.hasLabel(one.metric(), label));
            if (!found) {
              missing.add(query.where() + ": " + label);
            }
          }
        });
    assertThat(missing).isEmpty();
  }

  @Test
  void every_record_that_is_asked_for_is_made() {
    Set<String> made = new TreeSet<>(Rules.all().stream().map(Rules.Rule::name).toList());
    assertThat(
            queries()
                .flatMap(query -> Selectors.of(query.expression()).selectors().stream())
                .map(Selectors.Selector::metric)
                .filter(metric -> metric.startsWith("copilot:")))
        .isSubsetOf(made);
  }

  /// No panel of the dashboards that asks for nothing but our own metrics stays empty.
  @Test
  void a_real_prometheus_has_an_answer_to_every_question_about_the_server() {
    List<Dashboards.Query> asked =
        Dashboards.queries().stream()
            .filter(query ->
                Selectors.of(query.expression()).selectors().stream()
                    .allMatch(one -> ours(one) && !one.metric().equals("ALERTS")))
            .toList();
    assertThat(asked).hasSizeGreaterThan(40);
    for (Dashboards.Query query : asked) {
      Await.until(
          query.where() + ": " + query.expression(),
          () -> !server.answer(query.expression()).isEmpty());
    }
  }

  @Test
  void prometheus_evaluates_our_rules_without_an_error() {
    Await.until(
        "all rules were evaluated",
        () ->
            server.prometheus("/api/v1/rules").findValuesAsText("health").stream()
                .allMatch("ok"::equals));
    assertThat(server.prometheus("/api/v1/rules").findValuesAsText("health"))
        .hasSize(Rules.all().size());
  }

  /// What the collector and the LogQL of the operators' guide rely on.
  @Test
  void the_log_is_of_json_lines_with_a_level_of_five_and_durations_that_are_numbers()
      throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : server.log().lines().filter(one -> one.startsWith("{")).toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines)
        .allSatisfy(line -> {
          assertThat(line.path("level").asText()).isIn("trace", "debug", "info", "warn", "error");
          assertThat(line.path("time").asText()).endsWith("Z");
          assertThat(line.path("message").isTextual()).isTrue();
        });
    assertThat(lines).anyMatch(line -> line.path("level").asText().equals("error"));
    assertThat(lines.stream().filter(line -> line.has("duration_ms")))
        .isNotEmpty()
        .allSatisfy(line -> {
          assertThat(line.path("duration_ms").isNumber()).isTrue();
          assertThat(line.path("trace_id").asText()).matches("[0-9a-f]{32}");
        });
  }

  @Test
  void the_list_of_exporters_names_nothing_that_nobody_asks_for() {
    Set<String> asked =
        new TreeSet<>(
            queries()
                .flatMap(query -> Selectors.of(query.expression()).selectors().stream())
                .map(Selectors.Selector::metric)
                .toList());
    assertThat(asked).containsAll(exporters.metrics().keySet());
  }
}
