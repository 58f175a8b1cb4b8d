package io.llmdevops.copilot.platform.jobs;

import com.github.kagkarlsson.scheduler.CurrentlyExecuting;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Counts what the scheduler does, by job: `copilot_job_runs_seconds` (with `result`),
/// `copilot_job_wait_seconds` (how long due work waited for a pod: the age of the queue),
/// `copilot_job_takeovers_total` and `copilot_job_database_errors_total` (polls that did not reach
/// the database).
final class JobMeters extends AbstractSchedulerListener {
  private static final Logger LOG = Logger.getLogger(JobMeters.class);
  private static final String DATABASE_ERRORS = "copilot.job.database.errors";
  private static final long COMPLAINT_MILLIS = 30_000;

  private final MeterRegistry meters;
  private final InstantSource time;
  private final AtomicLong lastComplaint = new AtomicLong();

  JobMeters(MeterRegistry meters, InstantSource time, List<Job> known) {
    this.meters = meters;
    this.time = time;
    // There before the first one happens, or a rate would miss it.
    meters.counter(DATABASE_ERRORS);
    known.forEach(job -> takeovers(job.name()));
  }

  @Override
  public void onExecutionStart(CurrentlyExecuting started) {
    Execution execution = started.getExecution();
    Duration waited = Duration.between(execution.executionTime, time.instant());
    meters
        .timer("copilot.job.wait", Tags.of("job", execution.getTaskName()))
        .record(waited.isNegative() ? Duration.ZERO : waited);
  }

  @Override
  public void onExecutionComplete(ExecutionComplete complete) {
    String result = complete.getResult() == ExecutionComplete.Result.OK ? "success" : "failure";
    meters
        .timer(
            "copilot.job.runs",
            Tags.of("job", complete.getExecution().getTaskName(), "result", result))
        .record(complete.getDuration());
  }

  @Override
  public void onSchedulerEvent(SchedulerEventType event) {
    // Not FAILED_HEARTBEAT: that also happens when a run ends just before its heartbeat.
    if (event == SchedulerEventType.UNEXPECTED_ERROR) {
      meters.counter(DATABASE_ERRORS).increment();
      long now = time.millis();
      long last = lastComplaint.get();
      if (now - last >= COMPLAINT_MILLIS && lastComplaint.compareAndSet(last, now)) {
        LOG.warn("the job table cannot be read or written; jobs wait until the database is back");
      }
    }
  }

  @Override
  public void onExecutionDead(Execution execution) {
    takeovers(execution.getTaskName()).increment();
  }

  private Counter takeovers(String job) {
    return meters.counter("copilot.job.takeovers", Tags.of("job", job));
  }
}
