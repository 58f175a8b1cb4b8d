package io.llmdevops.copilot.platform.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.testkit.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StopDeadlineTest {
  @Test
  void nothing_is_used_up_before_the_end_begins() {
    assertThat(new StopDeadline(Duration.ofSeconds(20)).left()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void a_second_sign_of_the_end_gives_no_more_time_and_the_last_one_gets_a_moment_all_the_same() {
    StopDeadline deadline = new StopDeadline(Duration.ofMillis(700));
    deadline.begin();
    Await.until(
        "the limit is used up", () -> deadline.left().compareTo(Duration.ofMillis(500)) == 0);
    deadline.begin();
    assertThat(deadline.left()).isEqualTo(Duration.ofMillis(500));
  }
}
