/// The Numenta Anomaly Benchmark: reading its corpus and scoring as its own code does (Lavin and
/// Ahmad 2015; github.com/numenta/NAB). The data is MIT, and no part of this repository.
@NullMarked
package io.llmdevops.copilot.benchmarks.nab;

import org.jspecify.annotations.NullMarked;
