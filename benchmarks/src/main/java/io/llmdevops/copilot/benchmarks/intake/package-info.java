/// What a server takes in, and what is left of it after kills.
@NullMarked
package io.llmdevops.copilot.benchmarks.intake;

import org.jspecify.annotations.NullMarked;
