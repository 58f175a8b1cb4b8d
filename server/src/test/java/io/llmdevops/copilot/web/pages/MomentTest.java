package io.llmdevops.copilot.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MomentTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:04:05.678Z");

  private static String ago(Duration age) {
    return new Moment(NOW.minus(age), NOW).ago().replace('\u00a0', ' ');
  }

  @Test
  void the_past_is_told_in_its_two_largest_units() {
    assertThat(ago(Duration.ofSeconds(3))).isEqualTo("just now");
    assertThat(ago(Duration.ofSeconds(40))).isEqualTo("40 s ago");
    assertThat(ago(Duration.ofMinutes(4))).isEqualTo("4 min ago");
    assertThat(ago(Duration.ofMinutes(72))).isEqualTo("1 h 12 min ago");
    assertThat(ago(Duration.ofHours(51))).isEqualTo("2 d 3 h ago");
    assertThat(ago(Duration.ofDays(2))).isEqualTo("2 d ago");
  }

  @Test
  void a_clock_that_is_ahead_gives_the_future() {
    assertThat(ago(Duration.ofMinutes(-2))).isEqualTo("in 2 min");
  }

  @Test
  void scripts_get_the_exact_time_and_people_utc() {
    Moment moment = new Moment(NOW, NOW);
    assertThat(moment.iso()).isEqualTo("2026-11-23T18:04:05.678Z");
    assertThat(moment.utc()).isEqualTo("2026-11-23 18:04:05 UTC");
    assertThat(moment.clock()).isEqualTo("18:04:05");
  }
}
