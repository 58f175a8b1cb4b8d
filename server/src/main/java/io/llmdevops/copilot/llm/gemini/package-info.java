/// Google's Gemini API.
@NullMarked
package io.llmdevops.copilot.llm.gemini;

import org.jspecify.annotations.NullMarked;
