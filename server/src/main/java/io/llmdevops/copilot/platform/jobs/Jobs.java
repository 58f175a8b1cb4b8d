package io.llmdevops.copilot.platform.jobs;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.exceptions.ExecutionException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// The scheduler of this pod: runs due instances of the known jobs, heartbeats them, and takes over
/// what other pods left behind. Outlives an outage of the database: it goes on where it stopped.
public final class Jobs {
  private static final Logger LOG = Logger.getLogger(Jobs.class);

  /// For an interrupted run to give its instance back.
  private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(2);

  private final List<Job> known;
  private final InstantSource time;
  private final ExecutorService threads;
  private final Scheduler scheduler;

  /// @param pod the name of this process, unique in the cluster even among processes of one host
  public Jobs(
      DataSource database,
      InstantSource time,
      String pod,
      JobSettings settings,
      List<Job> known,
      MeterRegistry meters) {
    this.known = List.copyOf(known);
    this.time = time;
    this.threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("job-", 0).factory());
    SchedulerName name = () -> pod;
    List<Task<?>> tasks =
        known.stream().<Task<?>>map(job -> new JobTask(job, settings, time)).toList();
    this.scheduler =
        Scheduler.create(database, tasks)
            .schedulerName(name)
            .clock(time::instant)
            .serializer(new TextSerializer())
            .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
            .executorService(threads)
            .threads(settings.threads())
            .pollingInterval(settings.poll())
            // Never more than there are threads: what waits in a queue here would be dead time if
            // this pod died.
            .pollUsingLockAndFetch(0.5, 1.0)
            .heartbeatInterval(settings.heartbeat())
            .missedHeartbeatsLimit(settings.missedHeartbeats())
            .shutdownMaxWait(settings.shutdown())
            .failureLogging(LogLevel.OFF, false)
            .addSchedulerListener(new JobMeters(meters, time, this.known))
            .build();
    LOG.debugf("jobs of pod %s: %s", pod, known.stream().map(Job::name).toList());
  }

  /// Begins to take work.
  public void start() {
    scheduler.start();
    for (Job job : known) {
      if (job.every().isPresent()) {
        boolean added = schedule(job.name(), JobTask.SINGLE_INSTANCE, "", time.instant());
        if (!added && job.runsAtStart()) {
          hurry(job.name(), JobTask.SINGLE_INSTANCE);
        }
      }
    }
  }

  /// Takes no further work, waits for what runs up to the configured limit, then interrupts it.
  public void stop() {
    scheduler.stop();
    threads.shutdownNow();
  }

  /// The same with less time: what others needed of the limit is gone.
  public void stop(Duration limit) {
    Thread stopping = Thread.ofVirtual().name("jobs-stop").start(this::stop);
    try {
      if (!stopping.join(limit)) {
        LOG.warnf("jobs still run after %d ms and are interrupted", limit.toMillis());
        threads.shutdownNow();
        stopping.join(AFTER_INTERRUPT);
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  /// Adds an instance unless there is one of that name: then nothing happens and the answer is
  /// false.
  public boolean schedule(String job, String instance, String data, Instant at) {
    return scheduler.schedule(
        new TaskInstance<>(job, instance, data), at, ScheduleOptions.WHEN_EXISTS_DO_NOTHING);
  }

  /// Makes an instance due now. One that runs at this moment, is being picked, or is not there, is
  /// left as it is.
  public void hurry(String job, String instance) {
    try {
      scheduler.reschedule(TaskInstanceId.of(job, instance), time.instant());
    } catch (TaskInstanceNotFoundException
        | TaskInstanceCurrentlyExecutingException
        | ExecutionException e) {
      // The last one says that the row changed between the look and the write: somebody picked it.
      LOG.debugf("%s %s needs no hurry", job, instance);
    }
  }

  /// Removes an instance if it exists. One that runs at this moment is left to its own next
  /// decision and the answer is false.
  public boolean cancel(String job, String instance) {
    try {
      scheduler.cancel(TaskInstanceId.of(job, instance));
      return true;
    } catch (TaskInstanceNotFoundException e) {
      return true;
    } catch (TaskInstanceCurrentlyExecutingException | ExecutionException e) {
      return false;
    }
  }

  /// Looks for due work now rather than at the next poll.
  public void wake() {
    scheduler.triggerCheckForDueExecutions();
  }
}
