package io.llmdevops.copilot.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Ran;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Their form. That the metrics exist is proven by [MetricsExistIT]; nothing here is Grafana.
class DashboardsTest {
  private static final int WIDTH = 24;

  static Stream<Path> dashboards() {
    return Dashboards.files().stream();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void a_dashboard_has_what_grafana_asks_for(Path file) {
    JsonNode dashboard = Dashboards.read(file);
    assertThat(dashboard.path("uid").asText())
        .isEqualTo("llm-copilot-" + file.getFileName().toString().replace(".json", ""));
    assertThat(dashboard.path("title").asText()).startsWith("LLM CoPilot: ");
    assertThat(dashboard.path("schemaVersion").asInt()).isGreaterThanOrEqualTo(39);
    assertThat(dashboard.at("/templating/list").findValuesAsText("name"))
        .contains("datasource", "pod");

    Set<Integer> ids = new HashSet<>();
    for (JsonNode panel : dashboard.path("panels")) {
      String title = panel.path("title").asText();
      assertThat(title).isNotBlank();
      assertThat(ids.add(panel.path("id").asInt())).as("the id of " + title).isTrue();
      if (panel.path("type").asText().equals("row")) {
        continue;
      }
      assertThat(panel.path("type").asText()).isIn("timeseries", "stat");
      assertThat(panel.path("description").asText()).as(title).isNotBlank();
      assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(title).isNotBlank();
      assertThat(panel.at("/datasource/uid").asText()).as(title).isEqualTo("${datasource}");
      assertThat(panel.path("targets")).as(title).isNotEmpty();
      assertThat(panel.path("targets").findValuesAsText("refId")).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void no_panel_lies_on_another_or_beside_the_page(Path file) {
    Set<List<Integer>> taken = new HashSet<>();
    for (JsonNode panel : Dashboards.read(file).path("panels")) {
      JsonNode at = panel.path("gridPos");
      int right = at.path("x").asInt() + at.path("w").asInt();
      assertThat(right).isLessThanOrEqualTo(WIDTH);
      for (int x = at.path("x").asInt(); x < right; x++) {
        for (int y = at.path("y").asInt(); y < at.path("y").asInt() + at.path("h").asInt(); y++) {
          assertThat(taken.add(List.of(x, y))).as(panel.path("title").asText()).isTrue();
        }
      }
    }
  }

  @Test
  void prometheus_can_read_every_query(@TempDir Path folder) throws Exception {
    List<Dashboards.Query> queries = Dashboards.queries();
    assertThat(queries).hasSizeGreaterThan(50);
    List<String> rules = new ArrayList<>(List.of("groups:", "- name: dashboards", "  rules:"));
    for (int i = 0; i < queries.size(); i++) {
      rules.add("  # " + queries.get(i).where());
      rules.add("  - record: query_" + i);
      rules.add("    expr: '" + queries.get(i).expression().replace("'", "''") + "'");
    }
    Path file = folder.resolve("queries.yaml");
    Files.write(file, rules);
    Ran check = Tools.promtool(folder, List.of("check", "rules", file.toString()));

    assertThat(check.output()).contains("SUCCESS: " + queries.size() + " rules found");
  }

  @Test
  void every_dashboard_is_handed_to_grafana() {
    String kustomization = Repository.read(Places.OBSERVABILITY.resolve("kustomization.yaml"));
    assertThat(dashboards())
        .allSatisfy(file -> assertThat(kustomization).contains("- grafana/" + file.getFileName()));
  }
}
