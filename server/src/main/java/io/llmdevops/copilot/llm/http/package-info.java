/// What the providers that speak JSON over HTTP have in common.
@NullMarked
package io.llmdevops.copilot.llm.http;

import org.jspecify.annotations.NullMarked;
