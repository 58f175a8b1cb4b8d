/// Identities of stored things: time-ordered, unguessable enough for a URL, created without the
/// database.
@NullMarked
package io.llmdevops.copilot.platform.identifiers;

import org.jspecify.annotations.NullMarked;
