/// `deployment/observability/` and the runbooks under `docs/operate/alerts/`: held against the real
/// tools (promtool, amtool, Prometheus, Alertmanager) and against a scrape of the delivered server.
@NullMarked
package io.llmdevops.copilot.deployment.observability;

import org.jspecify.annotations.NullMarked;
