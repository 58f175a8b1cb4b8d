package io.llmdevops.copilot.incidents.watches;

import io.llmdevops.copilot.platform.health.HealthCheck;
import io.llmdevops.copilot.platform.telemetry.Sampled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/// Degraded while watches stand still, on whatever pod: their source, their query or all pods are
/// in trouble. This server can answer requests all the same.
///
/// The same as gauges, of the whole cluster, so every pod says the same: `copilot_watches_active`,
/// `copilot_watches_stuck`, and `copilot_watches_behind_seconds`, the age of the last processed
/// interval of the watch that is furthest behind; a new watch begins in the past and catches up.
@Singleton
class WatchHealth implements HealthCheck, Sampled {
  /// Beside four intervals of the watch: so long even the longest wait for a retry takes. A watch
  /// that catches up after an outage has cycles, and is not stuck.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String ACTIVE = "copilot.watches.active";
  private static final String STUCK = "copilot.watches.stuck";
  private static final String BEHIND = "copilot.watches.behind.seconds";

  private final Jdbi jdbi;
  private final InstantSource time;
  private final WatchesConfig config;

  WatchHealth(Jdbi jdbi, InstantSource time, WatchesConfig config) {
    this.jdbi = jdbi;
    this.time = time;
    this.config = config;
  }

  private record Progress(long watches, long stuck, double behind, @Nullable String reason) {}

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
    Progress progress = progress();
    if (progress.stuck == 0) {
      return Result.up(progress.watches + " watches");
    }
    return Result.degraded(
        "%d of %d watches stand still%s"
            .formatted(
                progress.stuck,
                progress.watches,
                progress.reason == null ? "" : ": " + progress.reason));
  }

  @Override
  public Set<String> names() {
    return Set.of(ACTIVE, STUCK, BEHIND);
  }

  /// A server that does not watch has no watches.
  @Override
  public Map<String, Double> sample() {
    Progress progress = config.enabled() ? progress() : new Progress(0, 0, 0, null);
    return Map.of(
        ACTIVE, (double) progress.watches,
        STUCK, (double) progress.stuck,
        BEHIND, progress.behind);
  }

  private Progress progress() {
    return jdbi.withHandle(h ->
        h.createQuery(
                """
                select count(*) as watches, count(*) filter (where stuck) as stuck,
                  coalesce(extract(epoch from cast(:now as timestamptz) - min(watermark)), 0)
                    as behind,
                  min(last_error) filter (where stuck) as reason
                from (
                  select last_error, watermark, coalesce(last_cycle_at, created_at)
                      < cast(:before as timestamptz) - 4 * interval_ms * interval '1 ms' as stuck
                  from watch
                  where enabled) watches
                """)
            .bind("now", time.instant())
            .bind("before", time.instant().minus(PATIENCE))
            .map(WatchHealth::progress)
            .one());
  }

  private static Progress progress(RowView row) {
    return new Progress(
        row.getColumn("watches", Long.class),
        row.getColumn("stuck", Long.class),
        row.getColumn("behind", Double.class),
        row.getColumn("reason", String.class));
  }
}
