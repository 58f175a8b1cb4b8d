package io.llmdevops.copilot.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Ran;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlertRulesTest {
  private static final Path TESTS = Places.RULES.resolve("tests");
  private static final Path FOR_KUBERNETES =
      Places.OBSERVABILITY.resolve("prometheus-operator/prometheusrule.yaml");

  static Stream<Path> suites() {
    return Repository.files(TESTS, "_test.yaml").stream();
  }

  @Test
  void promtool_finds_nothing_to_complain_about() {
    List<String> arguments = new ArrayList<>(List.of("check", "rules", "--lint=all"));
    Rules.files().forEach(file -> arguments.add(file.toString()));
    Ran check = Tools.promtool(Places.RULES, arguments);

    assertThat(check.output()).doesNotContain("FAILED").contains("SUCCESS");
    assertThat(check.exit()).isZero();
  }

  @ParameterizedTest
  @MethodSource("suites")
  void the_rules_do_what_their_tests_say(Path suite) {
    Ran tests = Tools.promtool(TESTS, List.of("test", "rules", suite.toString()));

    assertThat(tests.exit()).as(tests.output()).isZero();
  }

  /// Beside "not yet", which is the same test seconds earlier, a test of each alert has a group of
  /// series in which it never fires.
  @Test
  void each_alert_has_a_test_in_which_it_fires_and_one_in_which_it_never_does() {
    Set<String> fires = new HashSet<>();
    Set<String> never = new HashSet<>();
    suites()
        .forEach(suite -> {
          for (JsonNode group : Manifest.yaml(Repository.read(suite)).path("tests")) {
            Map<String, Boolean> firing = new HashMap<>();
            for (JsonNode test : group.path("alert_rule_test")) {
              boolean fired = !test.path("exp_alerts").isEmpty();
              firing.merge(test.path("alertname").asText(), fired, Boolean::logicalOr);
            }
            firing.forEach((alert, fired) -> (fired ? fires : never).add(alert));
          }
        });

    assertThat(fires).isEqualTo(alertNames());
    assertThat(never).isEqualTo(alertNames());
  }

  @Test
  void each_alert_says_how_bad_it_is_and_where_its_runbook_is() {
    for (Rules.Rule alert : Rules.alerts()) {
      assertThat(alert.labels())
          .as(alert.name())
          .containsEntry("service", "llm-copilot-agent")
          .containsKey("severity");
      assertThat(alert.labels().get("severity")).isIn("critical", "warning", "info");
      assertThat(alert.annotations())
          .as(alert.name())
          .containsOnlyKeys("summary", "description", "runbook_url");
      assertThat(alert.annotations().get("runbook_url"))
          .startsWith("https://")
          .endsWith("/docs/operate/alerts/" + alert.name() + ".md");
    }
  }

  @Test
  void each_alert_has_a_runbook_and_each_runbook_an_alert() {
    Set<String> pages =
        Repository.files(Places.RUNBOOKS, ".md").stream()
            .map(page -> page.getFileName().toString().replace(".md", ""))
            .collect(Collectors.toSet());

    assertThat(pages).isEqualTo(alertNames());
  }

  @Test
  void each_runbook_says_what_it_means_what_to_look_at_what_to_do_and_whom_to_wake() {
    Map<String, String> severities =
        Rules.alerts().stream()
            .collect(Collectors.toMap(Rules.Rule::name, alert -> alert.labels().get("severity")));
    for (Path page : Repository.files(Places.RUNBOOKS, ".md")) {
      String name = page.getFileName().toString().replace(".md", "");
      String text = Repository.read(page);
      assertThat(text.lines())
          .as(name)
          .contains(
              "# " + name,
              "## What it means",
              "## Look at first",
              "## What to do",
              "## Whom to wake")
          .anyMatch(line -> line.startsWith("Severity: " + severities.get(name)));
      assertThat(text).as(name).contains("```");
    }
  }

  /// `-Dupdate=true` writes it anew.
  @Test
  void the_objects_for_the_operator_hold_the_very_same_rules() throws Exception {
    String made = PrometheusRule.of(Rules.files());
    if (Boolean.getBoolean("update")) {
      Files.writeString(FOR_KUBERNETES, made);
    }
    assertThat(FOR_KUBERNETES).hasContent(made);

    List<JsonNode> groups = new ArrayList<>();
    Rules.files()
        .forEach(file -> Manifest.yaml(Repository.read(file)).path("groups").forEach(groups::add));
    assertThat(Manifest.yaml(made).at("/spec/groups")).containsExactlyElementsOf(groups);
  }

  private static Set<String> alertNames() {
    return Rules.alerts().stream().map(Rules.Rule::name).collect(Collectors.toSet());
  }
}
