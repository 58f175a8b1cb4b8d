/// Recordings: what a source answered, kept in a file, and replayed against any clock.
@NullMarked
package io.llmdevops.copilot.sources.recorded;

import org.jspecify.annotations.NullMarked;
