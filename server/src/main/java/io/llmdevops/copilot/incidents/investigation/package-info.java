/// From an incident to its first explanation, without a model: which service changed in a way that
/// accounts for what was noticed. See docs/decisions/0003-root-cause-ranking.md.
@NullMarked
package io.llmdevops.copilot.incidents.investigation;

import org.jspecify.annotations.NullMarked;
