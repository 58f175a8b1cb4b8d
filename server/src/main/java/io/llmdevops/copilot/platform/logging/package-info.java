/// What the process writes to its standard output: one line of text or of JSON an event.
@NullMarked
package io.llmdevops.copilot.platform.logging;

import org.jspecify.annotations.NullMarked;
