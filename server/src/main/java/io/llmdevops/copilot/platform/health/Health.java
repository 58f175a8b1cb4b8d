package io.llmdevops.copilot.platform.health;

import io.llmdevops.copilot.platform.health.HealthCheck.Result;
import io.llmdevops.copilot.platform.health.HealthCheck.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Asks all checks at once, each with a time limit, and remembers the answer for a second, so that
/// probes cost the dependencies nothing. A check that still hangs is not asked again.
public final class Health {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final List<HealthCheck> checks;
  private final InstantSource time;
  private final Duration limit;
  private final Map<String, FutureTask<Result>> hanging = new LinkedHashMap<>();
  private @Nullable Report last;
  private volatile boolean started;
  private volatile boolean stopping;

  /// @param limit for each check
  public Health(List<HealthCheck> checks, InstantSource time, Duration limit) {
    this.checks = List.copyOf(checks);
    this.time = time;
    this.limit = limit;
  }

  /// @param at when the dependencies were asked
  public record Report(State state, boolean ready, Map<String, Result> checks, Instant at) {
    public Report {
      checks = Map.copyOf(checks);
    }
  }

  public void started() {
    started = true;
  }

  /// From here on no new work should be sent.
  public void stopping() {
    stopping = true;
  }

  public boolean isStarted() {
    return started;
  }

  public synchronized Report report() {
    Instant now = time.instant();
    Report known = last;
    if (known == null || Duration.between(known.at, now).compareTo(FRESH) >= 0) {
      known = ask(now);
      last = known;
    }
    boolean ready = known.ready && started && !stopping;
    return new Report(known.state, ready, known.checks, known.at);
  }

  private Report ask(Instant now) {
    Map<String, FutureTask<Result>> running = new LinkedHashMap<>();
    for (HealthCheck check : checks) {
      FutureTask<Result> task = hanging.remove(check.name());
      if (task == null || task.isDone()) {
        task = new FutureTask<>(check::check);
        Thread.ofVirtual().name("health-" + check.name()).start(task);
      }
      running.put(check.name(), task);
    }
    long end = System.nanoTime() + limit.toNanos();
    Map<String, Result> results = new LinkedHashMap<>();
    State worst = State.UP;
    boolean ready = true;
    for (HealthCheck check : checks) {
      FutureTask<Result> task = running.get(check.name());
      Result result = task == null ? Result.down("not asked") : await(check, task, end);
      results.put(check.name(), result);
      State effect =
          result.state() == State.DOWN && !check.needed() ? State.DEGRADED : result.state();
      worst = effect.compareTo(worst) > 0 ? effect : worst;
      ready &= effect != State.DOWN;
    }
    return new Report(worst, ready, results, now);
  }

  private Result await(HealthCheck check, FutureTask<Result> task, long end) {
    try {
      return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      hanging.put(check.name(), task);
      return Result.down(
          "no answer within "
              + limit.toMillis()
              + " ms"
              + check.suspicion().map(known -> ": " + known).orElse(""));
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return Result.down(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Result.down("interrupted");
    }
  }
}
