/// Two servers on one database, one of them killed.
@NullMarked
package io.llmdevops.copilot.benchmarks.takeover;

import org.jspecify.annotations.NullMarked;
