/// OpenAI, Azure OpenAI, and all that speak the Chat Completions API.
@NullMarked
package io.llmdevops.copilot.llm.openai;

import org.jspecify.annotations.NullMarked;
