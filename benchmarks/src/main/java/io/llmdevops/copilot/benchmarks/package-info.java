/// Measurements behind the claims; see `benchmarks/run --list`.
@NullMarked
package io.llmdevops.copilot.benchmarks;

import org.jspecify.annotations.NullMarked;
