package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.sources.MetricQuery;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a watch asks at each interval, for whoever wants to ask the same over another range.
///
/// @param watch id of the watch
/// @param source name of the metrics source
/// @param serviceLabel the label that names the service; null where none does
public record WatchedQuery(
    String watch,
    String name,
    String source,
    SignalKind kind,
    String unit,
    MetricQuery query,
    @Nullable String serviceLabel,
    Duration interval) {}
