package io.llmdevops.copilot.incidents.investigation;

import io.llmdevops.copilot.incidents.Suspect;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One candidate for the cause. `score` (0 to 1) is the share of all that is unusual in the
/// incident that this service would account for. `share` is the part of the symptom's own excess
/// (failed requests, or time spent) that runs through this service, null where the symptom has no
/// such excess or no call path leads here. `change` is the telling series, `support` further
/// unusual series of the same service, strongest first.
public record RankedSuspect(
    String service,
    double score,
    Suspect.Role role,
    @Nullable Double share,
    SeriesChange change,
    List<SeriesChange> support) {
  public RankedSuspect {
    support = List.copyOf(support);
  }
}
