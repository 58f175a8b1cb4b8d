package io.llmdevops.copilot.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.platform.config.SettingDefinition.Notation;
import io.llmdevops.copilot.platform.config.SettingsScan.Group;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The table that the program checks the configuration against and the page that people read are
/// both made from the mapping interfaces. After a change to one of those:
///
///     mvn -pl server test -Dtest=SettingsDocumentTest -Dupdate=true
class SettingsDocumentTest {
  private static final Path MODULE = Path.of("").toAbsolutePath();
  private static final Path TABLE = MODULE.resolve("src/main/resources/copilot-settings.tsv");
  private static final Path PAGE = MODULE.resolve("../docs/use/configuration.md").normalize();

  private final List<Group> groups = SettingsScan.groups();

  @Test
  void the_table_of_settings_matches_the_mapping_interfaces() throws IOException {
    compare(
        TABLE,
        groups.stream()
            .flatMap(g -> g.settings().stream())
            .map(SettingsCatalog::line)
            .collect(Collectors.joining("\n", "", "\n")));
  }

  @Test
  void the_page_of_settings_matches_the_mapping_interfaces() throws IOException {
    compare(PAGE, page());
  }

  @Test
  void every_default_is_a_value_that_would_be_accepted() {
    assertThat(groups.stream().flatMap(g -> g.settings().stream()))
        .isNotEmpty()
        .filteredOn(d -> !d.defaultValue().isEmpty())
        .allSatisfy(d -> assertThat(d.objection(d.defaultValue())).as(d.key()).isEmpty());
  }

  private static void compare(Path file, String expected) throws IOException {
    if (Boolean.getBoolean("update")) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, expected);
    }
    assertThat(file)
        .as("made from the code; renew it with -Dtest=SettingsDocumentTest -Dupdate=true")
        .content()
        .isEqualTo(expected);
  }

  private String page() {
    var page = new StringBuilder(INTRODUCTION);
    for (Group group : groups) {
      page.append("\n## ").append(group.prefix()).append("\n\n");
      page.append(group.description()).append("\n\n");
      page.append("| key | environment | value | default | what it does |\n");
      page.append("|---|---|---|---|---|\n");
      group.settings().forEach(d -> page.append(row(d)));
    }
    return page.toString();
  }

  private static String row(SettingDefinition d) {
    String derived = d.derivedEnv().replace("*", "NAME");
    String env = d.env().isEmpty() ? "`" + derived + "`" : "`" + d.env() + "`, `" + derived + "`";
    String allowed =
        d.type() == Notation.WORD ? "`" + String.join("`, `", d.oneOf()) + "`" : d.allowed();
    String preset = d.defaultValue().isEmpty() ? "" : "`" + d.defaultValue() + "`";
    return "| `%s` | %s | %s%s | %s | %s |\n"
        .formatted(
            d.key().replace("*", "NAME").replace("[NAME]", "[0]"),
            env,
            allowed,
            d.secret() ? ", secret" : "",
            preset,
            d.description().replace("|", "\\|"))
        .formatted(Locale.ROOT);
  }

  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Made from the code: mvn -pl server test -Dtest=SettingsDocumentTest -Dupdate=true -->

      Everything has a default; an empty configuration is a good one. What you set comes from one
      YAML file and from environment variables, which win.

      The file is the first of: `--config FILE`, the variable `COPILOT_CONFIG`, `./copilot.yaml`,
      `copilot.yaml` in the data folder, `/etc/llm-copilot/copilot.yaml`.

      ```yaml
      server:
        port: 8080
      database:
        url: jdbc:postgresql://db.example.org/llm_copilot
        user: llm_user
      log:
        level: debug
      ```

      A key or `COPILOT_` variable that is not listed here stops the start, with the nearest known
      one named, and so does a value that is not allowed. An empty variable counts as not set.
      """;
}
