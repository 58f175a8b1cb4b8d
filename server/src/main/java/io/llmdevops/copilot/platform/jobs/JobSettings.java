package io.llmdevops.copilot.platform.jobs;

import java.time.Duration;

/// How the scheduler of one pod behaves. The library's own defaults (a heartbeat each 5 minutes, a
/// retry after 5 minutes, 30 minutes to shut down) are meant for batch work.
///
/// @param threads runs at a time on this pod
/// @param poll how often this pod looks for due work
/// @param heartbeat how often it says that a run still lives
/// @param missedHeartbeats after how many missed ones a run counts as dead; at least 4. Dead runs
///   are looked for every second heartbeat, so a killed pod's runs start elsewhere within
///   `heartbeat * (missedHeartbeats + 2) + poll`
/// @param backoff wait after the first failure; doubles with each further one
/// @param longestBackoff where the doubling ends
/// @param shutdown how long a stopping pod waits for its runs before it interrupts them
public record JobSettings(
    int threads,
    Duration poll,
    Duration heartbeat,
    int missedHeartbeats,
    Duration backoff,
    Duration longestBackoff,
    Duration shutdown) {

  /// Takes over within 9.5 seconds.
  public static final JobSettings DEFAULT =
      new JobSettings(
          8,
          Duration.ofMillis(500),
          Duration.ofMillis(1500),
          4,
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          Duration.ofSeconds(10));

  public JobSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("at least 1 thread, was " + threads);
    }
    if (missedHeartbeats < 4) {
      throw new IllegalArgumentException(
          "at least 4 missed heartbeats, so that a pause is not taken for a death; was "
              + missedHeartbeats);
    }
    if (!poll.isPositive() || !heartbeat.isPositive() || !backoff.isPositive()) {
      throw new IllegalArgumentException("poll, heartbeat and backoff must be above 0");
    }
  }

  /// The same with another limit for the end.
  public JobSettings stoppingWithin(Duration limit) {
    return new JobSettings(
        threads, poll, heartbeat, missedHeartbeats, backoff, longestBackoff, limit);
  }

  /// The wait after this many failures in a row.
  Duration backoffAfter(int failures) {
    int doublings = Math.clamp(failures - 1L, 0, 20);
    Duration wait = backoff.multipliedBy(1L << doublings);
    return wait.compareTo(longestBackoff) < 0 ? wait : longestBackoff;
  }
}
