package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.sources.TimeRange;
import java.time.Instant;
import java.util.UUID;

/// What was seen, kept as it was seen: who was asked what over which range, the answer, and the
/// SHA-256 of the answer. Every statement about a cause refers to at least one of these.
public record Evidence(
    UUID id, UUID incident, String kind, String title, Query query, Answer answer) {

  /// `text` is in the notation of `source`.
  public record Query(String source, String text, TimeRange range, String unit) {}

  /// `json` is the stored answer: `{"series":[{"labels":{..},"timestamps":[ms..],"values":[..]}]}`
  /// with `null` for a missing value.
  public record Answer(String json, String sha256, Instant capturedAt) {}
}
