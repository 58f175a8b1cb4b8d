@NullMarked
package io.llmdevops.copilot.cli;

import org.jspecify.annotations.NullMarked;
