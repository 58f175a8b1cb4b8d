package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.platform.health.HealthCheck;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;

/// Degraded while watches stand still, on whatever pod: their source, their query or all pods are
/// in trouble. This server can answer requests all the same.
@Singleton
class WatchHealth implements HealthCheck {
  /// Beside four intervals of the watch: so long even the longest wait for a retry takes. A watch
  /// that catches up after an outage has cycles, and is not stuck.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Jdbi jdbi;
  private final InstantSource time;
  private final WatchesConfig config;

  WatchHealth(Jdbi jdbi, InstantSource time, WatchesConfig config) {
    this.jdbi = jdbi;
    this.time = time;
    this.config = config;
  }

  @Override
  public String name() {
    return "watches";
  }

  @Override
  public boolean needed() {
    return false;
  }

  @Override
  public Result check() {
    if (!config.enabled()) {
      return Result.up("switched off");
    }
    return jdbi.withHandle(h ->
        h.createQuery(
                """
                select count(*) as watches, count(*) filter (where stuck) as stuck,
                  min(last_error) filter (where stuck) as reason
                from (
                  select last_error, coalesce(last_cycle_at, created_at)
                      < cast(:before as timestamptz) - 4 * interval_ms * interval '1 ms' as stuck
                  from watch
                  where enabled) watches
                """)
            .bind("before", time.instant().minus(PATIENCE))
            .map(WatchHealth::result)
            .one());
  }

  private static Result result(RowView row) {
    long watches = row.getColumn("watches", Long.class);
    long stuck = row.getColumn("stuck", Long.class);
    if (stuck == 0) {
      return Result.up(watches + " watches");
    }
    String reason = row.getColumn("reason", String.class);
    return Result.degraded(
        "%d of %d watches stand still%s"
            .formatted(stuck, watches, reason == null ? "" : ": " + reason));
  }
}
