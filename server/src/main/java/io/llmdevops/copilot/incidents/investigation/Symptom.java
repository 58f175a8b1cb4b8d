package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.SignalKind;

/// Where the incident was noticed: the service and what of it left its range.
public record Symptom(String service, SignalKind kind) {}
