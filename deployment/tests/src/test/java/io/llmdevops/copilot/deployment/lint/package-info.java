/// The pages of the operators, and what `deployment/lint` is told to leave alone. The linters
/// themselves run in `.ci/run`.
@NullMarked
package io.llmdevops.copilot.deployment.lint;

import org.jspecify.annotations.NullMarked;
