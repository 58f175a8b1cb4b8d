package io.llmdevops.copilot.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.database.TestDatabase;
import io.llmdevops.copilot.platform.time.SystemTime;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {
  private static final InstantSource TIME = SystemTime.source();
  private static final JobSettings QUICK =
      new JobSettings(
          4,
          Duration.ofMillis(50),
          Duration.ofMillis(200),
          4,
          Duration.ofMillis(100),
          Duration.ofMillis(400),
          Duration.ofSeconds(5));

  private final TestDatabase database = TestDatabase.fresh();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Jobs> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Jobs::stop);
    database.close();
  }

  private Jobs start(String pod, javax.sql.DataSource source, Job... jobs) {
    Jobs scheduler = new Jobs(source, TIME, pod, QUICK, List.of(jobs), meters);
    scheduler.start();
    started.add(scheduler);
    return scheduler;
  }

  private Jobs start(String pod, Job... jobs) {
    return start(pod, database.dataSource(), jobs);
  }

  private interface Work {
    Job.Next run(Job.Run run) throws Exception;
  }

  private static Job job(String name, Work work) {
    return new Job() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Next run(Run run) throws Exception {
        return work.run(run);
      }
    };
  }

  private static Job recurring(String name, Duration every, Runnable work) {
    return new Job() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Optional<Duration> every() {
        return Optional.of(every);
      }

      @Override
      public Next run(Run run) {
        work.run();
        return Next.at(TIME.instant().plus(every));
      }
    };
  }

  private int rows() {
    return database
        .jdbi()
        .withHandle(
            h -> h.createQuery("select count(*) from scheduled_tasks").mapTo(Integer.class).one());
  }

  @Test
  void a_one_time_job_runs_once_with_its_data_and_is_gone() {
    var seen = new ConcurrentLinkedQueue<Job.Run>();
    Job job =
        job(
            "greet",
            run -> {
              seen.add(run);
              return Job.Next.done();
            });
    Jobs jobs = start("one", job);
    Instant due = TIME.instant();

    assertThat(jobs.schedule("greet", "a", "{\"text\":\"grüß\"}", due)).isTrue();
    Eventually.await("the row is gone", () -> !seen.isEmpty() && rows() == 0);

    assertThat(seen).extracting(Job.Run::data).containsExactly("{\"text\":\"grüß\"}");
    assertThat(seen).extracting(Job.Run::instance).containsExactly("a");
    // Counted after the row is gone.
    Eventually.await(
        "the run is counted",
        () -> meters.timer("copilot.job.runs", "job", "greet", "result", "success").count() == 1);
  }

  @Test
  void an_instance_is_scheduled_once_however_often_it_is_asked_for() {
    Jobs jobs = start("one", job("later", run -> Job.Next.done()));
    Instant due = TIME.instant().plusSeconds(3600);

    assertThat(jobs.schedule("later", "a", "", due)).isTrue();
    assertThat(jobs.schedule("later", "a", "", due)).isFalse();
    assertThat(jobs.cancel("later", "a")).isTrue();
    assertThat(rows()).isZero();
  }

  /// As a start does beside other pods: the row changes between the look and the write.
  @Test
  void hurrying_or_cancelling_what_another_pod_picks_at_that_moment_is_no_failure() {
    var runs = new AtomicInteger();
    start("one", recurring("tick", Duration.ofMillis(1), runs::incrementAndGet));
    Job sameName = recurring("tick", Duration.ofHours(1), () -> {});
    Jobs beside = new Jobs(database.dataSource(), TIME, "two", QUICK, List.of(sameName), meters);

    Eventually.await(
        "many tries",
        () -> {
          beside.hurry("tick", "single");
          return runs.get() >= 60;
        });
    for (int i = 0; i < 100; i++) {
      beside.cancel("tick", "single");
      beside.schedule("tick", "single", "", TIME.instant());
    }
  }

  @Test
  void a_recurring_job_runs_on_one_of_two_pods_at_a_time() {
    var runs = new AtomicInteger();
    var atOnce = new AtomicInteger();
    var most = new AtomicInteger();
    Runnable work =
        () -> {
          most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          runs.incrementAndGet();
          atOnce.decrementAndGet();
        };
    start("one", recurring("tick", Duration.ofMillis(20), work));
    start("two", recurring("tick", Duration.ofMillis(20), work));

    Eventually.await("ten runs", () -> runs.get() >= 10);

    assertThat(most.get()).isEqualTo(1);
    assertThat(rows()).isEqualTo(1);
  }

  @Test
  void a_failing_job_is_tried_again_with_growing_waits() {
    var attempts = new ConcurrentLinkedQueue<Integer>();
    start(
            "one",
            job(
                "shaky",
                run -> {
                  attempts.add(run.failures());
                  if (attempts.size() < 4) {
                    throw new java.io.IOException("not yet");
                  }
                  return Job.Next.done();
                }))
        .schedule("shaky", "a", "", TIME.instant());

    Eventually.await("it succeeds", () -> rows() == 0);

    assertThat(attempts).containsExactly(0, 1, 2, 3);
    assertThat(meters.timer("copilot.job.runs", "job", "shaky", "result", "failure").count())
        .isEqualTo(3);
  }

  @Test
  void waits_double_from_the_first_to_the_longest() {
    assertThat(JobSettings.DEFAULT.backoffAfter(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(JobSettings.DEFAULT.backoffAfter(4)).isEqualTo(Duration.ofSeconds(8));
    assertThat(JobSettings.DEFAULT.backoffAfter(7)).isEqualTo(Duration.ofMinutes(1));
    assertThat(JobSettings.DEFAULT.backoffAfter(100_000)).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void too_few_heartbeats_are_refused() {
    assertThatThrownBy(() ->
            new JobSettings(
                1,
                QUICK.poll(),
                QUICK.heartbeat(),
                3,
                QUICK.backoff(),
                QUICK.longestBackoff(),
                QUICK.shutdown()))
        .hasMessageContaining("was 3");
  }

  @Test
  void what_a_dead_pod_was_running_is_taken_over() throws Exception {
    var running = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var takenBy = new ConcurrentLinkedQueue<String>();
    var cutOff = new SwitchableDatabase(database.dataSource());
    Jobs dying =
        start(
            "dying",
            cutOff,
            job(
                "work",
                run -> {
                  running.countDown();
                  never.await();
                  return Job.Next.done();
                }));
    dying.schedule("work", "a", "", TIME.instant());
    running.await();
    start(
        "heir",
        job(
            "work",
            run -> {
              takenBy.add("heir");
              return Job.Next.done();
            }));

    cutOff.switchOff();
    Eventually.await("the heir has it", Duration.ofSeconds(15), () -> rows() == 0);

    assertThat(takenBy).containsExactly("heir");
    assertThat(meters.counter("copilot.job.takeovers", "job", "work").count()).isEqualTo(1);
    never.countDown();
  }

  @Test
  void a_database_that_goes_away_is_survived() {
    var runs = new AtomicInteger();
    var flaky = new SwitchableDatabase(database.dataSource());
    start("one", flaky, recurring("tick", Duration.ofMillis(20), runs::incrementAndGet));
    Eventually.await("it runs", () -> runs.get() >= 3);

    flaky.switchOff();
    database.cutConnections();
    int before = runs.get();
    Eventually.await(
        "polls have failed",
        Duration.ofSeconds(5),
        () -> runs.get() <= before + 1 && pollsFailed(2));
    flaky.switchOn();

    Eventually.await("it runs again", () -> runs.get() >= before + 5);
  }

  private boolean pollsFailed(int atLeast) {
    return meters.counter("copilot.job.database.errors").count() >= atLeast;
  }

  @Test
  void stopping_waits_for_what_runs() throws Exception {
    var running = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var finished = new AtomicInteger();
    Jobs jobs =
        start(
            "one",
            job(
                "slow",
                run -> {
                  running.countDown();
                  goOn.await();
                  finished.incrementAndGet();
                  return Job.Next.done();
                }));
    jobs.schedule("slow", "a", "", TIME.instant());
    running.await();

    Thread stopper = Thread.ofVirtual().start(jobs::stop);
    goOn.countDown();
    stopper.join();
    started.remove(jobs);

    assertThat(finished.get()).isEqualTo(1);
    assertThat(rows()).isZero();
  }
}
