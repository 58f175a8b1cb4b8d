/// What a probe is told: each dependency, asked with a time limit and not more often than needed.
/// The extension of Quarkus for this was left out: its checks have no time limit of their own and
/// no state between up and down, and losing Redis is that state.
@NullMarked
package io.llmdevops.copilot.platform.health;

import org.jspecify.annotations.NullMarked;
