package io.llmdevops.copilot.platform.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A kind of work. Each of its instances is a row of the database that one pod at a time runs when
/// it is due. A run that its pod did not finish (killed, frozen, cut off from the database) is
/// given to another pod, so **a run may happen twice**: what it writes must be fenced by a
/// condition in the same transaction (a watermark, a version, a unique key).
public interface Job {
  /// Unique, and stable over releases: it names the rows of all instances.
  String name();

  /// Does the work of one instance. An exception counts as a failure: the instance is tried again
  /// after [JobSettings#backoff].
  Next run(Run run) throws Exception;

  /// The interval at which a single instance of this job runs in the cluster, from the start of the
  /// first pod on. Empty for jobs whose instances are scheduled by hand.
  default Optional<Duration> every() {
    return Optional.empty();
  }

  /// Whether the single instance of a recurring job also runs when a pod starts.
  default boolean runsAtStart() {
    return false;
  }

  /// One run. `data` is what was given when the instance was scheduled, in a notation of the job's
  /// own; `failures` counts the failed runs since the last good one.
  record Run(String instance, String data, Instant scheduledFor, int failures) {}

  /// What happens to the instance after a good run.
  sealed interface Next {
    /// It runs again, at that time or at once if that is past.
    record At(Instant time) implements Next {}

    /// It is removed.
    record Done() implements Next {}

    static Next at(Instant time) {
      return new At(time);
    }

    static Next done() {
      return new Done();
    }
  }
}
