package io.llmdevops.copilot.deployment.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The table of values in the chart's README and the rendered examples are made from the chart:
///
///     mvn -pl deployment/tests -am test -Dtest=ChartDocumentTest -Dupdate=true \
///       -Dsurefire.failIfNoSpecifiedTests=false
class ChartDocumentTest {
  private static final String RENEW = "renew it with -Dtest=ChartDocumentTest -Dupdate=true";
  private static final Path README = Repository.CHART.resolve("README.md");
  private static final String BEGIN = "<!-- values: made from values.yaml -->\n";
  private static final String END = "<!-- end of values -->\n";
  private static final Pattern LINE = Pattern.compile("( *)([\\w-]+):(?: (.*))?");

  private record Value(String key, String preset, String description) {}

  @Test
  void the_readme_lists_every_value() throws IOException {
    String readme = Repository.read(README);
    int begin = readme.indexOf(BEGIN);
    int end = readme.indexOf(END);
    assertThat(begin).as("the marks in README.md").isPositive().isLessThan(end);
    String expected = readme.substring(0, begin + BEGIN.length()) + table() + readme.substring(end);

    assertThat(Repository.renewed(README, expected)).as(RENEW).isEqualTo(expected);
  }

  private static String table() throws IOException {
    var table = new StringBuilder("\n| value | default | what it does |\n|---|---|---|\n");
    for (Value value : values(Repository.read(Repository.CHART.resolve("values.yaml")))) {
      table.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %s | %s |%n",
              value.key(),
              value.preset(),
              value.description()));
    }
    return table.append('\n').toString();
  }

  /// Every value needs its comment; what is below a documented one belongs to it.
  private static List<Value> values(String yaml) {
    List<Value> values = new ArrayList<>();
    List<String> path = new ArrayList<>();
    String comment = "";
    int documented = Integer.MAX_VALUE;
    for (String line : yaml.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (line.strip().startsWith("# -- ")) {
        comment = line.strip().substring("# -- ".length());
      } else if (matcher.matches()) {
        int depth = matcher.group(1).length() / 2;
        String preset = matcher.group(3) == null ? "" : matcher.group(3);
        path = new ArrayList<>(path.subList(0, depth));
        path.add(matcher.group(2));
        if (depth > documented) {
          continue;
        }
        documented = Integer.MAX_VALUE;
        if (!comment.isEmpty()) {
          String shown = preset.isEmpty() ? "see values.yaml" : "`" + preset + "`";
          values.add(new Value(String.join(".", path), shown, comment.replace("|", "\\|")));
          comment = "";
          documented = depth;
        } else {
          assertThat(preset).as("the comment of " + String.join(".", path)).isEmpty();
        }
      }
    }
    return values;
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "CHART_DEFAULT",
        "CHART_PRODUCTION",
        "CHART_STANDBY",
        "CHART_GREEN",
        "CHART_TRIAL",
        "CHART_ALB",
        "CHART_ALL_ON",
        "CHART_ALL_OFF"
      })
  void the_examples_are_what_the_chart_makes(Variant variant) throws IOException {
    String name =
        variant.name().toLowerCase(Locale.ROOT).replace("chart_", "").replace('_', '-') + ".yaml";
    String yaml = "# Made from the chart: " + RENEW + "\n" + variant.yaml();

    assertThat(Repository.renewed(Repository.CHART.resolve("examples").resolve(name), yaml))
        .as(name + ": " + RENEW)
        .isEqualTo(yaml);
  }
}
