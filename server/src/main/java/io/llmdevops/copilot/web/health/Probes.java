package io.llmdevops.copilot.web.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.platform.health.Health;
import io.llmdevops.copilot.platform.health.Health.Report;
import io.llmdevops.copilot.platform.health.HealthCheck.Result;
import io.llmdevops.copilot.platform.telemetry.MetricsPage;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The answers of `/health` and below, and of `/metrics`, for both ports.
@ApplicationScoped
class Probes {
  private final Health health;
  private final ObjectMapper json;
  private final MetricsPage metrics;

  Probes(Health health, ObjectMapper json, MetricsPage metrics) {
    this.health = health;
    this.json = json;
    this.metrics = metrics;
  }

  record Answer(int status, String type, String body) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Body(String status, Map<String, Dependency> checks) {}

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record Dependency(String status, String detail) {}

  /// Empty when there is no such path.
  Optional<Answer> to(String path, String accept) {
    return switch (path) {
      case "/health" -> Optional.of(overall());
      case "/health/live" -> Optional.of(plain(true));
      case "/health/started" -> Optional.of(plain(health.isStarted()));
      case "/health/ready" -> Optional.of(ready());
      case "/metrics" -> Optional.of(metrics(accept));
      default -> Optional.empty();
    };
  }

  /// 200 as long as the process lives: what is down is said in the body.
  private Answer overall() {
    Report report = health.report();
    return answer(200, report.state().name(), report);
  }

  private Answer ready() {
    Report report = health.report();
    return answer(report.ready() ? 200 : 503, report.ready() ? "UP" : "DOWN", report);
  }

  private Answer metrics(String accept) {
    MetricsPage.Page page = metrics.render(accept);
    return new Answer(200, page.type(), page.text());
  }

  private Answer plain(boolean good) {
    return body(good ? 200 : 503, new Body(good ? "UP" : "DOWN", Map.of()));
  }

  private Answer answer(int status, String state, Report report) {
    Map<String, Dependency> checks = new TreeMap<>();
    for (Map.Entry<String, Result> check : report.checks().entrySet()) {
      checks.put(
          check.getKey(),
          new Dependency(check.getValue().state().name(), check.getValue().detail()));
    }
    return body(status, new Body(state, checks));
  }

  private Answer body(int status, Body body) {
    try {
      return new Answer(status, "application/json", json.writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
