@NullMarked
package io.llmdevops.copilot.llm;

import org.jspecify.annotations.NullMarked;
