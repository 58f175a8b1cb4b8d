/// Ollama's own API.
@NullMarked
package io.llmdevops.copilot.llm.ollama;

import org.jspecify.annotations.NullMarked;
