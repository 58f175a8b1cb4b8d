package io.llmdevops.copilot.platform.telemetry;

import io.micrometer.prometheus.PrometheusMeterRegistry;

/// What `/metrics` answers, in the text format of Prometheus or in OpenMetrics as the scraper asks.
@SuppressWarnings("deprecation") // the registry that Quarkus 3.33 brings
public final class MetricsPage {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final PrometheusMeterRegistry registry;

  public MetricsPage(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  /// @param accept the Accept header, or empty
  public Page render(String accept) {
    String type = accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
    return new Page(type, registry.scrape(type));
  }

  public record Page(String type, String text) {}
}
