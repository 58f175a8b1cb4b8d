/// The main class and the wiring: the only place that names implementations.
@NullMarked
package io.llmdevops.copilot.app;

import org.jspecify.annotations.NullMarked;
