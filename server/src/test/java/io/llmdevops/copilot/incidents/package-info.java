@NullMarked
package io.llmdevops.copilot.incidents;

import org.jspecify.annotations.NullMarked;
