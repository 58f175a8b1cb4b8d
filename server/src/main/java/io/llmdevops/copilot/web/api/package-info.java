/// The REST API under `/api/v1`: JSON in snake case, times in RFC 3339, problem details for every
/// failure.
@NullMarked
package io.llmdevops.copilot.web.api;

import org.jspecify.annotations.NullMarked;
