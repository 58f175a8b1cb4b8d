package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.sources.TimeSeries;

/// One metric of one service with its samples before and during the incident, in the unit of its
/// kind: requests per second, seconds, ratios from 0 to 1. NaN and infinite samples count as
/// missing. `ref` is the caller's own name for the series, unique within one ranking; every figure
/// of the answer carries it back.
public record ServiceSeries(
    String ref, String service, SignalKind kind, String metric, TimeSeries samples) {
  public ServiceSeries {
    if (ref.isBlank() || service.isBlank()) {
      throw new IllegalArgumentException(
          "a series needs a reference and a service, not '%s' and '%s'".formatted(ref, service));
    }
  }
}
