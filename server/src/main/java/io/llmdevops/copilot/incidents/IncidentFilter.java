package io.llmdevops.copilot.incidents;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which incidents a list shows. Empty sets and absent values do not restrict it. `text` is looked
/// for in the title, ignoring case; `since` (included) and `until` (excluded) bound the detection.
public record IncidentFilter(
    Set<IncidentStatus> statuses,
    Set<Severity> severities,
    @Nullable String service,
    @Nullable String text,
    @Nullable Instant since,
    @Nullable Instant until,
    boolean openOnly,
    @Nullable String acknowledgedBy) {

  public static final IncidentFilter ALL =
      new IncidentFilter(Set.of(), Set.of(), null, null, null, null, false, null);

  public static final IncidentFilter OPEN =
      new IncidentFilter(Set.of(), Set.of(), null, null, null, null, true, null);

  public IncidentFilter {
    statuses = Set.copyOf(statuses);
    severities = Set.copyOf(severities);
  }
}
