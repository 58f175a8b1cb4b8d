package io.llmdevops.copilot.incidents;

import java.time.Instant;
import java.util.UUID;

/// One entry of the change feed: what kind of thing happened to which incident. Entries become
/// visible in the order of their sequence.
public record IncidentChange(long sequence, UUID incident, TimelineEntry.Kind kind, Instant at) {}
