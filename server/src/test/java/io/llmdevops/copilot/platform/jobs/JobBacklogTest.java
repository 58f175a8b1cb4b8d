package io.llmdevops.copilot.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.platform.database.TestDatabase;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobBacklogTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final TestDatabase database = TestDatabase.fresh();
  private final JobBacklog backlog = new JobBacklog(database.jdbi(), () -> NOW);

  @AfterEach
  void close() {
    database.close();
  }

  private void row(String instance, Instant due, boolean picked) {
    database
        .jdbi()
        .useHandle(h ->
            h.createUpdate(
                    """
                    insert into scheduled_tasks
                      (task_name, task_instance, execution_time, picked, version)
                    values ('work', :instance, :due, :picked, 1)
                    """)
                .bind("instance", instance)
                .bind("due", due)
                .bind("picked", picked)
                .execute());
  }

  @Test
  void the_age_of_the_queue_is_that_of_the_oldest_due_run_that_nobody_picked() {
    row("late", NOW.minusSeconds(90), false);
    row("a-little-late", NOW.minusSeconds(5), false);
    row("being-done", NOW.minusSeconds(600), true);
    row("tomorrow", NOW.plusSeconds(86_400), false);

    assertThat(backlog.sample())
        .isEqualTo(Map.of("copilot.jobs.due", 2.0, "copilot.jobs.oldest.due.seconds", 90.0));
    assertThat(backlog.sample().keySet()).isEqualTo(backlog.names());
  }

  @Test
  void an_empty_queue_has_no_age() {
    row("tomorrow", NOW.plusSeconds(86_400), false);

    assertThat(backlog.sample())
        .isEqualTo(Map.of("copilot.jobs.due", 0.0, "copilot.jobs.oldest.due.seconds", 0.0));
  }
}
