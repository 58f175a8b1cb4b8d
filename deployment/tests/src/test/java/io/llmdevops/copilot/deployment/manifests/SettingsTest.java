package io.llmdevops.copilot.deployment.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.deployment.repository.Manifest;
import io.llmdevops.copilot.deployment.repository.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Keys and variables are those that the program reads: the table that it checks its configuration
/// against (copilot-settings.tsv) is made from its code. An unknown one would stop its start.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SettingsTest {
  /// Read by the program before its settings, see its class Configuration.
  private static final String CONFIG = "COPILOT_CONFIG";

  private final Map<String, String> typeByKey = new TreeMap<>();
  private final List<String> variables = new ArrayList<>();

  @BeforeAll
  void readTable() throws IOException {
    for (String line :
        Files.readAllLines(
            Repository.ROOT.resolve("server/src/main/resources/copilot-settings.tsv"))) {
      String[] columns = line.split("\t");
      typeByKey.put(columns[0], columns[2] + " " + columns[4]);
      if (!columns[1].isEmpty()) {
        variables.add(columns[1]);
      }
      variables.add(columns[0].toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"));
    }
    assertThat(typeByKey).containsKey("copilot.server.port");
    assertThat(variables).contains("COPILOT_DB_URL", "COPILOT_ADMIN_TOKEN");
  }

  @ParameterizedTest
  @EnumSource
  void every_variable_is_one_that_the_program_reads(Variant variant) {
    List<Manifest> manifests = variant.manifests();
    assertThat(Agents.deployments(manifests))
        .allSatisfy(deployment ->
            assertThat(Agents.env(deployment).map(e -> e.path("name").asText()))
                .contains("COPILOT_DB_URL", "COPILOT_ADMIN_TOKEN")
                .allMatch(this::known));
    assertThat(Manifest.of(manifests, "Secret"))
        .allSatisfy(secret ->
            assertThat(Manifest.strings(secret.at("/stringData")).keySet())
                .allMatch(key -> known(key) || key.equals("REDIS_PASSWORD")));
  }

  private boolean known(String variable) {
    return variables.contains(variable) || variable.equals(CONFIG);
  }

  @ParameterizedTest
  @EnumSource
  void every_key_of_the_configuration_is_one_that_the_program_reads(Variant variant) {
    List<Manifest> manifests = variant.manifests();
    assertThat(Agents.deployments(manifests))
        .allSatisfy(deployment ->
            assertThat(unknown(Agents.configuration(manifests, deployment))).isEmpty());
  }

  @ParameterizedTest
  @EnumSource
  void the_server_is_told_to_listen_where_the_probes_ask(Variant variant) {
    List<Manifest> manifests = variant.manifests();
    assertThat(Agents.deployments(manifests))
        .allSatisfy(deployment -> {
          JsonNode server = Agents.configuration(manifests, deployment).path("server");
          assertThat(server.path("host").asText()).isEqualTo("0.0.0.0");
          assertThat(server.path("port").asInt()).isEqualTo(3000);
          // With a port of their own, health and metrics would be gone from the Service.
          assertThat(server.has("management-port")).isFalse();
        });
  }

  @Test
  void a_key_that_the_program_does_not_know_is_found() {
    assertThat(unknown(Manifest.yaml("server: {prot: 1}"))).containsExactly("copilot.server.prot");
    assertThat(unknown(Manifest.yaml("log: {level: loud}")))
        .containsExactly("copilot.log.level: loud");
    assertThat(unknown(Manifest.yaml("sources: {prometheus: {a: {url: x}}}"))).isEmpty();
    assertThat(known("COPILOT_DB_HOST")).isFalse();
  }

  private List<String> unknown(JsonNode configuration) {
    List<String> unknown = new ArrayList<>();
    walk("copilot", configuration, unknown);
    return unknown;
  }

  private void walk(String prefix, JsonNode node, List<String> unknown) {
    node.properties()
        .forEach(entry -> {
          String key = prefix + "." + entry.getKey();
          JsonNode value = entry.getValue();
          if (value.isObject()) {
            walk(key, value, unknown);
          } else {
            String type =
                typeByKey.entrySet().stream()
                    .filter(known -> pattern(known.getKey()).matcher(key).matches())
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("");
            if (type.isEmpty()) {
              unknown.add(key);
            } else if (!fits(type, value.asText())) {
              unknown.add(key + ": " + value.asText());
            }
          }
        });
  }

  private static Pattern pattern(String key) {
    return Pattern.compile(Pattern.quote(key).replace("*", "\\E[^.]+\\Q"));
  }

  private static boolean fits(String type, String value) {
    return switch (type.substring(0, type.indexOf(' '))) {
      case "DURATION" -> value.matches("\\d+(ms|s|m|h|d)");
      case "NUMBER" -> value.matches("\\d+");
      case "DECIMAL" -> value.matches("\\d+(\\.\\d+)?");
      case "YES_NO" -> value.equals("true") || value.equals("false");
      case "WORD" -> List.of(type.substring(type.indexOf(' ') + 1).split("[ ,|]+")).contains(value);
      default -> !value.isBlank();
    };
  }
}
