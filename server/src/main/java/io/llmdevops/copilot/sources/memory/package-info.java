/// A small time series database in memory, and the evaluator of the typed queries over it. The
/// built-in scraper and the replay of recordings feed it. Its answers agree with those of a
/// Prometheus over the same samples; a test asks both.
@NullMarked
package io.llmdevops.copilot.sources.memory;

import org.jspecify.annotations.NullMarked;
