/// The error taxonomy: one closed set of failures that each entrance turns into its own response.
@NullMarked
package io.llmdevops.copilot.platform.errors;

import org.jspecify.annotations.NullMarked;
