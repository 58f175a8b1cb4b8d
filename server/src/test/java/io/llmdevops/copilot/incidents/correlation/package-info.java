@NullMarked
package io.llmdevops.copilot.incidents.correlation;

import org.jspecify.annotations.NullMarked;
