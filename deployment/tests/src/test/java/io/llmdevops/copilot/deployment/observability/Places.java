package io.llmdevops.copilot.deployment.observability;

import io.llmdevops.copilot.deployment.repository.Repository;
import java.nio.file.Path;

/// Where the things of observability lie.
final class Places {
  static final Path OBSERVABILITY = Repository.DEPLOYMENT.resolve("observability");
  static final Path RULES = OBSERVABILITY.resolve("rules");
  static final Path DASHBOARDS = OBSERVABILITY.resolve("grafana");
  static final Path ALERTMANAGER = OBSERVABILITY.resolve("alertmanager/alertmanager.yml");
  static final Path RUNBOOKS = Repository.ROOT.resolve("docs/operate/alerts");

  private Places() {}
}
