@NullMarked
package io.llmdevops.copilot.llm.routing;

import org.jspecify.annotations.NullMarked;
