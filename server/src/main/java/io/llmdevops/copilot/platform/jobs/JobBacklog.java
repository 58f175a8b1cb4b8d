package io.llmdevops.copilot.platform.jobs;

import io.llmdevops.copilot.platform.telemetry.Sampled;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Jdbi;

/// `copilot_jobs_due`: runs that are due and that no pod has picked.
/// `copilot_jobs_oldest_due_seconds`: for how long the oldest of them has been, the age of the
/// queue. Both are of the whole cluster, so every pod says the same.
public final class JobBacklog implements Sampled {
  private static final String DUE = "copilot.jobs.due";
  private static final String OLDEST = "copilot.jobs.oldest.due.seconds";

  private final Jdbi jdbi;
  private final InstantSource time;

  public JobBacklog(Jdbi jdbi, InstantSource time) {
    this.jdbi = jdbi;
    this.time = time;
  }

  @Override
  public Set<String> names() {
    return Set.of(DUE, OLDEST);
  }

  /// Served by the index `scheduled_tasks_due`.
  @Override
  public Map<String, Double> sample() {
    return jdbi.withHandle(h ->
        h.createQuery(
                """
                select count(*) as due,
                  coalesce(extract(epoch from cast(:now as timestamptz) - min(execution_time)), 0)
                    as oldest
                from scheduled_tasks
                where not picked and execution_time <= :now
                """)
            .bind("now", time.instant())
            .map(row ->
                Map.of(
                    DUE, row.getColumn("due", Double.class),
                    OLDEST, row.getColumn("oldest", Double.class)))
            .one());
  }
}
