/// Anthropic's Messages API.
@NullMarked
package io.llmdevops.copilot.llm.anthropic;

import org.jspecify.annotations.NullMarked;
