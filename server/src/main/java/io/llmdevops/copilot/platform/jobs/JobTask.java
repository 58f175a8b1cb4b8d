package io.llmdevops.copilot.platform.jobs;

import com.github.kagkarlsson.scheduler.task.AbstractTask;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.DeadExecutionHandler;
import com.github.kagkarlsson.scheduler.task.ExecutionContext;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.llmdevops.copilot.platform.errors.CopilotException;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A job as the library sees it.
final class JobTask extends AbstractTask<String> {
  static final String SINGLE_INSTANCE = "single";
  private static final Logger LOG = Logger.getLogger(Job.class);

  private final Job job;
  private final InstantSource time;

  JobTask(Job job, JobSettings settings, InstantSource time) {
    super(job.name(), String.class, retry(settings), revive());
    this.job = job;
    this.time = time;
  }

  @Override
  public CompletionHandler<String> execute(
      TaskInstance<String> instance, ExecutionContext context) {
    Job.Run run =
        new Job.Run(
            instance.getId(),
            instance.getData(),
            context.getExecution().executionTime,
            context.getExecution().consecutiveFailures);
    Job.Next next;
    try {
      next = job.run(run);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new JobFailure(job.name() + " " + run.instance() + ": " + e.getMessage(), e);
    }
    return switch (next) {
      case Job.Next.At(var at) -> (complete, operations) -> operations.reschedule(complete, at);
      case Job.Next.Done() -> (complete, operations) -> operations.stop();
    };
  }

  @Override
  public SchedulableInstance<String> schedulableInstance(String id) {
    return schedulableInstance(id, "");
  }

  @Override
  public SchedulableInstance<String> schedulableInstance(String id, String data) {
    return SchedulableInstance.of(new TaskInstance<>(name, id, data), time.instant());
  }

  private static FailureHandler<String> retry(JobSettings settings) {
    return (complete, operations) -> {
      int failures = complete.getExecution().consecutiveFailures + 1;
      Duration wait = settings.backoffAfter(failures);
      @Nullable Throwable cause = complete.getCause().orElse(null);
      // A dependency that is away explains itself; of anything else we want to see where.
      LOG.warnf(
          cause instanceof CopilotException ? null : cause,
          "%s failed, attempt %d; again in %d ms: %s",
          complete.getExecution().taskInstance.getTaskAndInstance(),
          failures,
          wait.toMillis(),
          cause == null ? "no reason given" : cause.getMessage());
      operations.reschedule(complete, complete.getTimeDone().plus(wait));
    };
  }

  /// A dead run is due again at once: the fence of its job decides what of it is left to do.
  private static DeadExecutionHandler<String> revive() {
    return (complete, operations) -> {
      LOG.warnf(
          "%s was left by pod %s; taking it over",
          complete.getExecution().taskInstance.getTaskAndInstance(),
          complete.getExecution().pickedBy);
      operations.reschedule(complete, complete.getTimeDone());
    };
  }

  private static final class JobFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JobFailure(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
