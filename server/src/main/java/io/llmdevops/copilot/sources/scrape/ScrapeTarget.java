package io.llmdevops.copilot.sources.scrape;

import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.http.Endpoint;
import java.util.Map;
import java.util.TreeMap;

/// What is scraped: `endpoint` is the whole URL of the metrics page. `labels` are put on each of
/// its series; `instance` (host and port) is among them.
public record ScrapeTarget(Endpoint endpoint, Labels labels) {
  public ScrapeTarget {
    Map<String, String> all = new TreeMap<>(labels.values());
    all.putIfAbsent("instance", endpoint.url().getAuthority());
    labels = Labels.of(all);
  }

  /// The series' labels with the target's. Where both have one, the target's wins and the other is
  /// kept as `exported_...`, as Prometheus does.
  Labels label(Labels scraped) {
    Map<String, String> all = new TreeMap<>();
    scraped
        .values()
        .forEach((name, value) ->
            all.put(labels.values().containsKey(name) ? "exported_" + name : name, value));
    all.putAll(labels.values());
    return Labels.of(all);
  }
}
