/// The adapter over the Prometheus HTTP API, version 1, which Thanos, Mimir, Cortex and
/// VictoriaMetrics answer too.
@NullMarked
package io.llmdevops.copilot.sources.prometheus;

import org.jspecify.annotations.NullMarked;
