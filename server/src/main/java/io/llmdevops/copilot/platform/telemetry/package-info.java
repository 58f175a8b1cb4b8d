/// Counting and timing: what `/metrics` shows, and traces over OTLP. Micrometer stays in here.
@NullMarked
package io.llmdevops.copilot.platform.telemetry;

import org.jspecify.annotations.NullMarked;
