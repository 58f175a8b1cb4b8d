package io.llmdevops.copilot.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrometheusFilesTest {

  private static final Map<String, URI> SERVICES = Map.of("cart", URI.create("http://127.0.0.1:5"));

  @Test
  void each_service_is_a_target_with_its_name() {
    assertThat(configuration(Optional.empty(), Optional.empty()))
        .isEqualTo(
            """
            global:
              scrape_interval: 5000ms
              scrape_timeout: 5000ms
              evaluation_interval: 5000ms
            scrape_configs:
              - job_name: shop
                static_configs:
                  - targets: ['127.0.0.1:5']
                    labels:
                      service: cart
            """);
  }

  @Test
  void rules_and_alertmanager_are_named_when_given() {
    assertThat(
            configuration(Optional.of("127.0.0.1:9093"), Optional.of(Path.of("/it's/rules.yml"))))
        .contains("rule_files:\n  - '/it''s/rules.yml'\n")
        .contains("        - targets: ['127.0.0.1:9093']\n");
  }

  private static String configuration(Optional<String> alertmanager, Optional<Path> rules) {
    return PrometheusFiles.configuration(SERVICES, Duration.ofSeconds(5), alertmanager, rules);
  }
}
