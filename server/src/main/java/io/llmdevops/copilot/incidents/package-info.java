/// Watch: signals and alerts become incidents, explained with evidence. This package is the
/// doorway.
@NullMarked
package io.llmdevops.copilot.incidents;

import org.jspecify.annotations.NullMarked;
