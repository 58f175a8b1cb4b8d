/// What the copilot can observe: ports for metrics, and the value types that cross them.
@NullMarked
package io.llmdevops.copilot.sources;

import org.jspecify.annotations.NullMarked;
