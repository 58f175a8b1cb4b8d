package io.llmdevops.copilot.incidents.correlation;

import java.time.Duration;

/// The thresholds of the correlator.
public record CorrelationRules(Strength strength, Times times, Reach reach) {

  /// In robust sigmas.
  ///
  /// @param opening from which a single user-facing signal opens an incident
  /// @param saturation the same for CPU, memory, pools and the like, which often are high and fine
  /// @param corroborating from which a signal is a second witness
  public record Strength(double opening, double saturation, double corroborating) {}

  /// @param window how far apart two witnesses, or the onsets in neighbouring services, may lie
  /// @param growth how long after its start an incident takes in further services
  /// @param reopening how long after its end a repeat re-opens it
  /// @param settle how long all must be quiet before an incident is resolved
  /// @param together how close onsets must be where closeness alone speaks for one incident
  public record Times(
      Duration window, Duration growth, Duration reopening, Duration settle, Duration together) {}

  /// @param path how many calls apart services on one path may be whose onsets lie `together`:
  ///   trouble runs to where users come in faster than each service between shows it
  /// @param hub neighbours from which on a service is a hub, through which coincidence is likely
  /// @param small up to how many services, when no call graph is known, closeness is enough
  /// @param mostServices the most services that an incident takes in
  public record Reach(int path, int hub, int small, int mostServices) {}

  public static final CorrelationRules DEFAULT =
      new CorrelationRules(
          new Strength(6, 14, 4),
          new Times(
              Duration.ofMinutes(5),
              Duration.ofMinutes(30),
              Duration.ofMinutes(30),
              Duration.ofMinutes(2),
              Duration.ofSeconds(90)),
          new Reach(3, 6, 30, 50));

  public CorrelationRules withSettle(Duration settle) {
    return new CorrelationRules(
        strength,
        new Times(times.window(), times.growth(), times.reopening(), settle, times.together()),
        reach);
  }
}
