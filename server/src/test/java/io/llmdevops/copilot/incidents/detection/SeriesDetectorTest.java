package io.llmdevops.copilot.incidents.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesDetectorTest {

  @Test
  void a_spike_far_outside_its_past_fires_at_once() {
    Feed feed = Feed.everySeconds(15).noisy(400, 100, 3).points(1, i -> 200);

    Verdict spike = feed.last();
    assertThat(spike.phase()).isEqualTo(Phase.OPENS);
    assertThat(spike.score()).isGreaterThanOrEqualTo(DetectorSettings.THRESHOLD);
    assertThat(spike.observed()).isEqualTo(200);
    assertThat(spike.range().expected()).isBetween(95.0, 105.0);
    assertThat(spike.range().lower()).isBetween(85.0, 99.0);
    assertThat(spike.range().upper()).isBetween(101.0, 115.0);
    assertThat(spike.deviation().direction()).isEqualTo(Direction.UP);
    assertThat(spike.deviation().strength()).isBetween(20.0, 50.0);
    assertThat(spike.deviation().onsetMillis()).isEqualTo(feed.now() - 15_000);
    assertThat(spike.components()).contains(Component.JUMP, Component.LEVEL);
  }

  @Test
  void a_dip_is_told_as_one() {
    Verdict dip = Feed.everySeconds(15).noisy(400, 100, 3).points(1, i -> 20).last();

    assertThat(dip.phase()).isEqualTo(Phase.OPENS);
    assertThat(dip.deviation().direction()).isEqualTo(Direction.DOWN);
  }

  @Test
  void a_level_shift_fires_once_and_stays_open_until_it_is_over() {
    Feed feed = Feed.everySeconds(15).noisy(500, 100, 3).noisy(60, 130, 3);

    assertThat(Feed.findings(feed.last(60))).isBetween(1L, 2L);
    assertThat(feed.last(60).subList(0, 3)).anyMatch(verdict -> verdict.phase() == Phase.OPENS);
    assertThat(feed.last().phase()).isEqualTo(Phase.CONTINUES);

    feed.noisy(20, 100, 3);
    assertThat(feed.last(20)).anyMatch(verdict -> verdict.phase() == Phase.CLOSES);
    assertThat(feed.last().phase()).isEqualTo(Phase.QUIET);
  }

  @Test
  void the_onset_of_a_shift_that_was_seen_late_lies_before_the_firing_point() {
    Feed feed = Feed.everySeconds(15).noisy(600, 100, 6);
    long onset = feed.now();
    feed.noisy(40, 112, 6);

    Verdict opening =
        feed.last(40).stream().filter(v -> v.phase() == Phase.OPENS).findFirst().orElseThrow();
    assertThat(opening.deviation().onsetMillis()).isBetween(onset - 60_000, onset + 90_000);
  }

  @Test
  void steady_noise_hardly_ever_fires() {
    Feed feed = Feed.everySeconds(15).noisy(6000, 100, 10);

    assertThat(Feed.findings(feed.verdicts)).isLessThanOrEqualTo(12);
  }

  @Test
  void a_slow_trend_is_no_finding() {
    Feed feed = Feed.everySeconds(15);
    feed.points(3000, i -> 100 + i * 0.02 + 2 * feed.noise());

    assertThat(Feed.findings(feed.verdicts)).isLessThanOrEqualTo(2);
  }

  @Test
  void a_repeat_of_the_same_trouble_within_the_rest_is_no_new_finding() {
    Feed feed = Feed.everySeconds(15).noisy(500, 100, 3);
    feed.noisy(10, 200, 3);
    assertThat(Feed.findings(feed.last(10))).isEqualTo(1);

    feed.noisy(10, 100, 3).noisy(10, 200, 3);

    assertThat(Feed.findings(feed.last(20))).isZero();
    assertThat(feed.last(10)).anyMatch(verdict -> verdict.phase() == Phase.REOPENS);
  }

  @Test
  void something_clearly_worse_fires_again_within_the_episode() {
    Feed feed = Feed.everySeconds(15).noisy(500, 100, 3).noisy(10, 130, 3).points(1, i -> 5000);

    assertThat(feed.last().phase()).isEqualTo(Phase.WORSENS);
  }

  @Test
  void an_episode_that_lasts_becomes_the_new_normal() {
    Feed feed = Feed.everySeconds(15).noisy(500, 100, 3).noisy(1500, 130, 3);

    assertThat(feed.last().phase()).isEqualTo(Phase.QUIET);
    assertThat(feed.last().range().holds(130)).isTrue();
  }

  @Test
  void a_frozen_series_that_used_to_move_is_seen() {
    Feed feed = Feed.everySeconds(15).noisy(800, 100, 5).points(120, i -> 100.0);

    assertThat(feed.last(120)).anyMatch(Verdict::fires);
    List<Component> spoke =
        feed.last(120).stream()
            .filter(Verdict::fires)
            .flatMap(v -> v.components().stream())
            .toList();
    assertThat(spoke).contains(Component.ROUGHNESS);
  }

  @Test
  void the_score_of_a_finding_can_be_read_as_digits() {
    Verdict spike = Feed.everySeconds(15).noisy(400, 100, 3).points(1, i -> 200).last();

    assertThat(spike.surpriseDigits()).isGreaterThan(3);
  }
}
