package io.llmdevops.copilot.web.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.incidents.Overview;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");

  @Test
  void nothing_draws_nothing() {
    Sparkline sparkline = new Sparkline(List.of(0, 0));
    assertThat(sparkline.flat()).isTrue();
    assertThat(sparkline.path()).isEmpty();
  }

  @Test
  void each_slot_with_a_deviation_has_a_bar() {
    Sparkline sparkline = new Sparkline(List.of(0, 1, 0, 100));
    assertThat(sparkline.path().split("M")).hasSize(3);
  }

  @Test
  void an_episode_counts_in_every_slot_that_it_touches() {
    List<Integer> slots =
        ServiceRows.slots(
            List.of(
                new Overview.Episode(NOW.minus(Duration.ofMinutes(12)), null),
                new Overview.Episode(
                    NOW.minus(Duration.ofHours(5)), NOW.minus(Duration.ofMinutes(176)))),
            NOW);
    assertThat(slots).hasSize(ServiceRows.SLOTS);
    assertThat(slots.subList(0, 1)).containsExactly(1);
    assertThat(slots.subList(33, 36)).containsExactly(1, 1, 1);
    assertThat(Collections.frequency(slots, 0)).isEqualTo(32);
  }
}
