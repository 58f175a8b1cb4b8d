package io.llmdevops.copilot.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
  @TempDir Path folder;

  @Test
  void nothing_configured_gives_the_defaults() {
    Configuration configuration = load(Map.of());
    assertThat(configuration.file()).isEmpty();
    assertThat(configuration.get("copilot.server.host")).isEqualTo("127.0.0.1");
    assertThat(configuration.number("copilot.server.port")).isEqualTo(3000);
    assertThat(configuration.find("copilot.database.url")).isEmpty();
  }

  @Test
  void the_file_is_read_with_and_without_its_top_level() {
    write("server:\n  port: 8080\ncopilot:\n  log:\n    level: debug\n");
    Configuration configuration = load(Map.of());
    assertThat(configuration.number("copilot.server.port")).isEqualTo(8080);
    assertThat(configuration.get("copilot.log.level")).isEqualTo("debug");
  }

  @Test
  void the_environment_wins_over_the_file_under_both_of_its_names() {
    write("server:\n  port: 8080\n");
    assertThat(load(Map.of("COPILOT_SERVER_PORT", "9090")).number("copilot.server.port"))
        .isEqualTo(9090);
    assertThat(load(Map.of("LOG_LEVEL", "warn")).get("copilot.log.level")).isEqualTo("warn");
    assertThat(load(Map.of("COPILOT_DB_URL", "postgresql://h/d")).get("copilot.database.url"))
        .isEqualTo("postgresql://h/d");
  }

  @Test
  void an_empty_variable_counts_as_not_set() {
    assertThat(load(Map.of("COPILOT_DB_URL", " ")).find("copilot.database.url")).isEmpty();
  }

  @Test
  void an_unknown_key_names_the_nearest_known_one() {
    write("server:\n  prot: 8080\n");
    assertThatThrownBy(() -> load(Map.of()))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContaining("unknown setting copilot.server.prot")
        .hasMessageContaining("did you mean copilot.server.port?");
  }

  @Test
  void an_unknown_variable_names_the_nearest_known_one() {
    assertThatThrownBy(() -> load(Map.of("COPILOT_ADMIN_TOKN", "x")))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContaining("did you mean COPILOT_ADMIN_TOKEN?");
  }

  @Test
  void what_kubernetes_puts_into_the_environment_is_no_setting() {
    assertThat(
            load(Map.of(
                    "COPILOT_SERVICE_HOST", "10.0.0.1",
                    "COPILOT_PORT", "tcp://10.0.0.1:80",
                    "COPILOT_PORT_80_TCP_ADDR", "10.0.0.1"))
                .values())
        .isEmpty();
  }

  @Test
  void a_wrong_value_is_told_with_what_is_allowed() {
    assertThatThrownBy(() -> load(Map.of("COPILOT_SERVER_PORT", "70000", "LOG_LEVEL", "loud")))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContaining("copilot.server.port (in COPILOT_SERVER_PORT) is \"70000\"")
        .hasMessageContaining("whole number from 1 to 65535")
        .hasMessageContaining("one of trace, debug, info, warn, error");
  }

  @Test
  void durations_are_read_with_and_without_a_unit() {
    assertThat(duration("90")).isEqualTo(Duration.ofSeconds(90));
    assertThat(duration("250ms")).isEqualTo(Duration.ofMillis(250));
    assertThat(duration("5m")).isEqualTo(Duration.ofMinutes(5));
    assertThatThrownBy(() -> duration("soon")).hasMessageContaining("duration, such as");
  }

  @Test
  void broken_yaml_is_told_with_its_line() {
    write("server:\n  port: [1\n");
    assertThatThrownBy(() -> load(Map.of()))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContaining("is not valid YAML")
        .hasMessageContaining("line 3");
  }

  @Test
  void a_file_that_was_named_must_exist() {
    assertThatThrownBy(
            () -> Configuration.load(Optional.of(folder.resolve("absent.yaml")), Map.of(), folder))
        .isInstanceOf(ConfigurationError.class)
        .hasMessageContaining("absent.yaml");
  }

  @Test
  void the_data_folder_follows_the_conventions_of_the_system() {
    Path home = Path.of("/home/u");
    assertThat(DataFolder.of(Map.of(), "Linux", home))
        .isEqualTo(Path.of("/home/u/.local/share/llm-copilot"));
    assertThat(DataFolder.of(Map.of("XDG_DATA_HOME", "/x"), "Linux", home))
        .isEqualTo(Path.of("/x/llm-copilot"));
    assertThat(DataFolder.of(Map.of(), "Mac OS X", home))
        .isEqualTo(Path.of("/home/u/Library/Application Support/llm-copilot"));
    assertThat(DataFolder.of(Map.of("COPILOT_DATA_DIR", "/d"), "Linux", home))
        .isEqualTo(Path.of("/d"));
  }

  @Test
  void nearness_counts_swapped_letters_once_and_gives_up_on_strangers() {
    assertThat(NearestName.distance("prot", "port")).isEqualTo(1);
    assertThat(NearestName.distance("", "abc")).isEqualTo(3);
    assertThat(NearestName.to("completely-else", java.util.List.of("port"))).isEmpty();
  }

  private Duration duration(String text) {
    return load(Map.of("COPILOT_SERVER_SHUTDOWN_TIMEOUT", text))
        .duration("copilot.server.shutdown-timeout");
  }

  private Configuration load(Map<String, String> environment) {
    Map<String, String> all = new java.util.HashMap<>(environment);
    all.put("XDG_DATA_HOME", folder.resolve("data").toString());
    return Configuration.load(Optional.empty(), all, folder);
  }

  private void write(String yaml) {
    try {
      Files.writeString(folder.resolve("copilot.yaml"), yaml);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
