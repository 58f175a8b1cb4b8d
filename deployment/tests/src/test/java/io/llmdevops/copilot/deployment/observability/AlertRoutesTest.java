package io.llmdevops.copilot.deployment.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.deployment.repository.Ran;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlertRoutesTest {
  @Test
  void amtool_accepts_the_configuration() {
    Ran check = Tools.amtool(List.of("check-config", Places.ALERTMANAGER.toString()));

    assertThat(check.exit()).as(check.output()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          severity=critical; copilot,pagerduty
          severity=warning;  copilot,slack
          severity=info;     copilot,email
          severity=page;     copilot,slack
          """)
  void each_severity_has_its_receiver(String labels, String receivers) {
    assertThat(route("alertname=Any", labels)).isEqualTo(receivers);
  }

  @Test
  void each_of_our_alerts_reaches_somebody_beside_the_copilot() {
    for (Rules.Rule alert : Rules.alerts()) {
      String[] labels = {
        "alertname=" + alert.name(),
        "severity=" + alert.labels().get("severity"),
        "service=" + alert.labels().get("service")
      };
      assertThat(route(labels)).as(alert.name()).matches("copilot,(pagerduty|slack|email)");
    }
  }

  @Test
  void heartbeats_are_told_to_nobody() {
    assertThat(route("alertname=Watchdog", "severity=none")).isEqualTo("nobody");
    assertThat(route("alertname=InfoInhibitor", "severity=none")).isEqualTo("nobody");
  }

  private static String route(String... labels) {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of("config", "routes", "test", "--config.file=" + Places.ALERTMANAGER));
    arguments.addAll(List.of(labels));
    Ran routes = Tools.amtool(arguments);
    assertThat(routes.exit()).as(routes.output()).isZero();
    return routes
        .output()
        .lines()
        .filter(line -> !line.startsWith("Warning:"))
        .findFirst()
        .orElse("");
  }
}
