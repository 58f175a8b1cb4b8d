/// One bounded HTTP exchange: every read of a source ends within its time-out and its byte limit,
/// whatever the other side does.
@NullMarked
package io.llmdevops.copilot.sources.http;

import org.jspecify.annotations.NullMarked;
