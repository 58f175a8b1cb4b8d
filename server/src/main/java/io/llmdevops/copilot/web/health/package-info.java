/// Probes and metrics, on the main port or on one of their own.
@NullMarked
package io.llmdevops.copilot.web.health;

import org.jspecify.annotations.NullMarked;
