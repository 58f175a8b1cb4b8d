package io.llmdevops.copilot.llm.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.llm.routing.Breaker.State;
import io.llmdevops.copilot.testkit.SettableTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BreakerTest {
  private final SettableTime time = new SettableTime(Instant.parse("2026-11-28T08:00:00Z"));
  private final Breaker breaker = new Breaker(3, Duration.ofSeconds(30), time);

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(breaker.enter()).isTrue();
      breaker.failed();
    }
  }

  @Test
  void it_opens_at_the_limit_of_failures_in_a_row() {
    fail(2);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    fail(1);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.enter()).isFalse();
    assertThat(breaker.left()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void an_answer_in_between_begins_the_count_anew() {
    fail(2);
    breaker.well();
    fail(2);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void what_tells_nothing_of_the_provider_is_not_counted() {
    fail(2);
    breaker.neither();
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    fail(1);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }

  @Test
  void after_the_pause_one_at_a_time_may_try() {
    fail(3);
    time.advance(Duration.ofSeconds(29));
    assertThat(breaker.enter()).isFalse();
    time.advance(Duration.ofSeconds(1));
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    assertThat(breaker.enter()).isTrue();
    assertThat(breaker.enter()).isFalse();
    breaker.neither();
    assertThat(breaker.enter()).isTrue();
  }

  @Test
  void a_try_that_goes_well_closes_it() {
    fail(3);
    time.advance(Duration.ofSeconds(30));
    assertThat(breaker.enter()).isTrue();
    breaker.well();
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    fail(2);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_try_that_fails_opens_it_for_a_whole_pause_again() {
    fail(3);
    time.advance(Duration.ofSeconds(30));
    fail(1);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    time.advance(Duration.ofSeconds(29));
    assertThat(breaker.enter()).isFalse();
  }

  @Test
  void a_late_answer_of_before_does_not_close_it() {
    assertThat(breaker.enter()).isTrue();
    fail(3);
    breaker.well();
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }
}
