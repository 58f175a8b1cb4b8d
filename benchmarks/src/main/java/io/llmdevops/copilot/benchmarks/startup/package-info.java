/// The real server in a process of its own, and what it costs to start.
@NullMarked
package io.llmdevops.copilot.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
