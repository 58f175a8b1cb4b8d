package io.llmdevops.copilot.benchmarks.intake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// Payloads as Alertmanager sends them (webhook version 4), some 600 bytes an alert.
final class Deliveries {
  private Deliveries() {}

  /// @param key the identity; keys of one service follow each other
  /// @param service how its service is called
  record Source(long key, String service) {}

  static byte[] of(List<Source> alerts) {
    String body =
        alerts.stream()
            .map(Deliveries::alert)
            .collect(
                Collectors.joining(
                    ",",
                    "{\"version\":\"4\",\"groupKey\":\"{}:{}\",\"truncatedAlerts\":0,"
                        + "\"status\":\"firing\",\"receiver\":\"copilot\",\"groupLabels\":{},"
                        + "\"commonLabels\":{},\"commonAnnotations\":{},"
                        + "\"externalURL\":\"http://alertmanager:9093\",\"alerts\":[",
                    "]}"));
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private static String alert(Source source) {
    return """
    {"status":"firing","labels":{"alertname":"HighLatency%d","service":"%s","namespace":"shop",\
    "instance":"10.0.%d.%d:8080","severity":"warning","cluster":"eu-1","team":"payments"},\
    "annotations":{"summary":"p99 latency of %s is above its objective",\
    "runbook_url":"https://runbooks.example.org/HighLatency"},\
    "startsAt":"2026-03-01T12:00:00.123Z","endsAt":"0001-01-01T00:00:00Z",\
    "generatorURL":"http://prometheus:9090/graph?g0.expr=histogram_quantile&g0.tab=1",\
    "fingerprint":"%016x"}\
    """
        .formatted(
            source.key() % 10,
            source.service(),
            source.key() / 250 % 250,
            source.key() % 250,
            source.service(),
            source.key());
  }
}
