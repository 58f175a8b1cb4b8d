/// Failures as answers: problem details (RFC 9457) for programs, a page for people.
@NullMarked
package io.llmdevops.copilot.web.errors;

import org.jspecify.annotations.NullMarked;
