package io.llmdevops.copilot.incidents.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.sources.Labels;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceNamesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          service=checkout job=shop            | checkout
          app=cart namespace=shop              | cart
          job=shop/payment instance=10.0.0.1:1 | shop/payment
          job=kube-state-metrics deployment=checkout | checkout
          job=monitoring/kube-state-metrics service=kube-state-metrics pod=cart-6d4b75cb6d-hwqxz | cart
          job=kubelet pod=node-agent-x7kzp     | node-agent
          job=node-exporter instance=web1:9100 | web1:9100
          alertname=Watchdog                   | unknown
          """)
  void the_most_telling_label_names_the_service(String labels, String service) {
    Map<String, String> values =
        Arrays.stream(labels.strip().split(" "))
            .map(label -> label.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    assertThat(ServiceNames.of(Labels.of(values))).isEqualTo(service);
  }
}
