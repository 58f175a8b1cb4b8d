package io.llmdevops.copilot.shop;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The configuration and the alert rules with which a real Prometheus watches the shop. The
/// service's name is a label of its target: the services themselves don't expose it.
final class PrometheusFiles {

  /// The alerts fire within about half a minute, as nobody wants to wait in a demo. A real shop
  /// would take longer windows.
  private static final String RULES =
      """
      groups:
        - name: shop
          rules:
            - alert: ShopHighLatency
              expr: |
                histogram_quantile(0.99, sum by (job, service, le) (
                  rate(http_server_requests_seconds_bucket{job="shop"}[1m]))) > 1
              for: 10s
              labels:
                severity: warning
              annotations:
                summary: '{{ $labels.service }} is slow'
                description: 'The slowest 1 % of its requests take {{ $value | humanizeDuration }} or more.'
            - alert: ShopHighErrorRatio
              expr: |
                sum by (job, service) (rate(http_server_requests_seconds_count{job="shop",status=~"5.."}[1m]))
                  / sum by (job, service) (rate(http_server_requests_seconds_count{job="shop"}[1m])) > 0.05
              for: 10s
              labels:
                severity: critical
              annotations:
                summary: '{{ $labels.service }} fails'
                description: '{{ $value | humanizePercentage }} of its requests end with an error.'
            - alert: ShopMemoryNearLimit
              expr: |
                sum by (job, service) (jvm_memory_used_bytes{job="shop",area="heap"})
                  / sum by (job, service) (jvm_memory_max_bytes{job="shop",area="heap"} > 0) > 0.9
              for: 5s
              labels:
                severity: warning
              annotations:
                summary: '{{ $labels.service }} runs out of memory'
                description: 'Its heap is {{ $value | humanizePercentage }} full.'
            - alert: ShopTargetDown
              expr: up{job="shop"} == 0
              for: 10s
              labels:
                severity: critical
              annotations:
                summary: '{{ $labels.service }} does not answer'
                description: 'Prometheus cannot scrape {{ $labels.instance }}.'
      """;

  private PrometheusFiles() {}

  static String rules() {
    return RULES;
  }

  /// @param services address by name
  /// @param alertmanager `host:port`
  static String configuration(
      Map<String, URI> services,
      Duration scrapeInterval,
      Optional<String> alertmanager,
      Optional<Path> rules) {
    var interval = scrapeInterval.toMillis() + "ms";
    var out = new StringBuilder();
    out.append(
        """
        global:
          scrape_interval: %1$s
          scrape_timeout: %1$s
          evaluation_interval: %1$s
        """
            .formatted(interval));
    rules.ifPresent(
        file -> out.append("rule_files:\n  - ").append(quoted(file.toString())).append('\n'));
    alertmanager.ifPresent(target ->
        out.append(
            """
            alerting:
              alertmanagers:
                - static_configs:
                    - targets: [%s]
            """
                .formatted(quoted(target))));
    out.append(
        """
        scrape_configs:
          - job_name: shop
            static_configs:
        """);
    services.forEach((name, address) ->
        out.append(
            """
                  - targets: [%s]
                    labels:
                      service: %s
            """
                .formatted(quoted(address.getAuthority()), name)));
    return out.toString();
  }

  /// A YAML scalar in single quotes, in which only the quote itself is special.
  private static String quoted(String text) {
    return '\'' + text.replace("'", "''") + '\'';
  }
}
