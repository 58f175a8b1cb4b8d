/// The way to PostgreSQL: the embedded default, the configured server, its migrations and its
/// health.
@NullMarked
package io.llmdevops.copilot.platform.database;

import org.jspecify.annotations.NullMarked;
