package io.llmdevops.copilot.web.errors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/// A failure as RFC 9457 describes it. `type` is left at its default, `about:blank`: the status
/// says which kind it is and `detail` what to do.
///
/// @param errorId the entry in the log, for failures that are ours
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String title,
    int status,
    String detail,
    @Nullable String instance,
    @JsonProperty("error_id") @Nullable String errorId,
    @JsonProperty("trace_id") @Nullable String traceId) {
  public static final String MEDIA_TYPE = "application/problem+json";
}
