package io.llmdevops.copilot.sources;

import io.llmdevops.copilot.platform.errors.CopilotException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What is wrong with each source right now, if anything.
///
/// @param problems by name of the source, in the order of the configuration; empty is well
public record SourceStates(Map<String, Optional<String>> problems) {
  public SourceStates {
    problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems));
  }

  /// Probes all at once. A source that has not answered within `limit` is cut off; the others'
  /// answers count all the same.
  public static SourceStates of(Sources sources, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    Map<String, FutureTask<Duration>> probes = new LinkedHashMap<>();
    sources
        .metrics()
        .forEach((name, source) -> {
          FutureTask<Duration> probe = new FutureTask<>(source::probe);
          probes.put(name, probe);
          Thread.ofVirtual().name("probe-" + name).start(probe);
        });
    Map<String, Optional<String>> problems = new LinkedHashMap<>();
    probes.forEach((name, probe) -> problems.put(name, problem(probe, deadline, limit)));
    return new SourceStates(problems);
  }

  public boolean allWell() {
    return problems.values().stream().allMatch(Optional::isEmpty);
  }

  private static Optional<String> problem(
      FutureTask<Duration> probe, long deadline, Duration limit) {
    try {
      Duration took = probe.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      return took.compareTo(limit) <= 0
          ? Optional.empty()
          : Optional.of("took " + took.toMillis() + " ms");
    } catch (TimeoutException e) {
      probe.cancel(true);
      return Optional.of("no answer within " + limit.toMillis() + " ms");
    } catch (ExecutionException e) {
      return Optional.of(
          e.getCause() instanceof CopilotException known ? known.getMessage() : e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}
