package io.llmdevops.copilot.deployment.observability;

import io.llmdevops.copilot.deployment.repository.Repository;
import java.nio.file.Path;
import java.util.List;

/// The object that the operator of kube-prometheus-stack hands to Prometheus, made of the plain
/// rule files, comments included.
final class PrometheusRule {
  private static final String HEAD =
      """
      # Made of the files in ../rules: mvn -pl deployment/tests test -Dtest=AlertRulesTest -Dupdate=true
      apiVersion: monitoring.coreos.com/v1
      kind: PrometheusRule
      metadata:
        name: llm-copilot-agent
        namespace: observability
        labels:
          app: llm-copilot-agent
          release: prometheus
      spec:
        groups:
      """;

  private PrometheusRule() {}

  static String of(List<Path> files) {
    StringBuilder made = new StringBuilder(HEAD);
    for (Path file : files) {
      String text = Repository.read(file);
      text.substring(text.indexOf("groups:\n") + "groups:\n".length())
          .lines()
          .forEach(line -> made.append(line.isBlank() ? "" : "  " + line).append('\n'));
    }
    return made.toString();
  }
}
