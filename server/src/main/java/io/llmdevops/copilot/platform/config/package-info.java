/// Configuration: one file and the environment, checked against a catalogue of every known setting
/// before anything starts. A feature declares its settings beside itself, as an interface annotated
/// with `@ConfigMapping(prefix = "copilot.<feature>")` and [Setting] on each method; see
/// docs/decisions/0006-configuration.md.
@NullMarked
package io.llmdevops.copilot.platform.config;

import org.jspecify.annotations.NullMarked;
