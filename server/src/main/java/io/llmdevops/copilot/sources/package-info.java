/// What the copilot can observe. [MetricSource] is the port for metrics, with the value types that
/// cross it; [Sources] holds the configured ones. The adapters are private sub-packages:
/// `prometheus`, `scrape` (built in, for machines without a Prometheus) and `recorded`, the latter
/// two over `memory`; `http` is how any of them reaches another server.
///
/// Logs, traces, cluster state and changes will be ports of their own beside [MetricSource], each
/// with its adapter packages and its map in [Sources]; a question to one is never a special case of
/// a question to another, because their limits and failures differ.
@NullMarked
package io.llmdevops.copilot.sources;

import org.jspecify.annotations.NullMarked;
