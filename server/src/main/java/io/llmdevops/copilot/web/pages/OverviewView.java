package io.llmdevops.copilot.web.pages;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is going on right now, in one glance.
public record OverviewView(
    Situation situation,
    @Nullable Lead lead,
    List<IncidentRow> others,
    List<ServiceRow> services,
    List<ActivityRow> activity) {

  /// `quiet` when nothing is open; `empty` when nothing is watched yet either.
  public record Situation(String sentence, boolean quiet, List<Count> counts, Watching watching) {}

  public record Count(Tone tone, long open) {}

  /// The state of sources and watches. `cycled` is the end of the last cycle, if there was one.
  public record Watching(
      long series, long services, long watches, @Nullable Moment cycled, List<String> troubles) {
    public boolean nothing() {
      return watches == 0;
    }
  }

  /// The most urgent incident with its first suspects.
  public record Lead(IncidentRow row, List<SuspectView> suspects, IncidentView.Facts facts) {}

  /// `css` is the worst severity of the service's open incidents, or "ok".
  public record ServiceRow(
      String name, String css, String state, Sparkline sparkline, String deviations) {}

  /// One line of what happened lately, in whichever incident.
  public record ActivityRow(String label, TimelineView entry) {
    public String href() {
      return "/incidents/" + label;
    }
  }
}
