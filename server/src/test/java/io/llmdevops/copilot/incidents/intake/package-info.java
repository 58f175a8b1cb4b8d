@NullMarked
package io.llmdevops.copilot.incidents.intake;

import org.jspecify.annotations.NullMarked;
