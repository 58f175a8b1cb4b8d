/// Turns a reader that blocks into a stream with limits, cancellation and exactly one end.
@NullMarked
package io.llmdevops.copilot.llm.stream;

import org.jspecify.annotations.NullMarked;
