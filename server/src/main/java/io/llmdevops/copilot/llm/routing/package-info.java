/// Retries, fallback, circuit breakers, limits, budgets and metrics around the adapters.
@NullMarked
package io.llmdevops.copilot.llm.routing;

import org.jspecify.annotations.NullMarked;
