/// What must not leave for a model is found here and replaced by placeholders, and put back in what
/// comes from it. See docs/use/masking.md for what is found and what is not.
@NullMarked
package io.llmdevops.copilot.llm.masking;

import org.jspecify.annotations.NullMarked;
