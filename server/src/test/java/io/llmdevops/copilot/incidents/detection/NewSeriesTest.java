package io.llmdevops.copilot.incidents.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NewSeriesTest {

  @Test
  void a_new_series_says_nothing_of_its_first_points() {
    Feed feed = Feed.everySeconds(15).points(8, i -> Math.pow(10, i));

    assertThat(Feed.findings(feed.verdicts)).isZero();
    assertThat(feed.verdicts.getFirst().range()).isEqualTo(Verdict.Range.UNKNOWN);
  }

  @Test
  void ordinary_noise_of_a_new_series_does_not_fire() {
    Feed feed = Feed.everySeconds(15).noisy(100, 100, 20);

    assertThat(Feed.findings(feed.verdicts)).isZero();
  }

  @Test
  void one_blip_in_a_new_series_does_not_fire() {
    Feed feed = Feed.everySeconds(5).noisy(20, 50, 2).points(1, i -> 500).noisy(20, 50, 2);

    assertThat(Feed.findings(feed.verdicts)).isZero();
  }

  @Test
  void a_service_that_breaks_a_minute_after_its_start_fires_within_three_points() {
    Feed feed = Feed.everySeconds(5).noisy(12, 50, 2);
    long broken = feed.now();
    feed.noisy(3, 400, 20);

    Verdict third = feed.last();
    assertThat(third.phase()).isEqualTo(Phase.OPENS);
    assertThat(third.components()).contains(Component.SUSTAINED);
    assertThat(third.deviation().direction()).isEqualTo(Direction.UP);
    assertThat(third.deviation().onsetMillis()).isEqualTo(broken);
    assertThat(third.range().expected()).isBetween(45.0, 55.0);
  }

  @Test
  void a_young_series_does_not_take_its_trouble_for_its_nature() {
    Feed feed = Feed.everySeconds(5).noisy(15, 50, 2).noisy(120, 400, 20);
    assertThat(feed.last().phase()).isEqualTo(Phase.CONTINUES);
    assertThat(feed.last().range().expected()).isBetween(45.0, 55.0);

    feed.noisy(10, 50, 2);
    assertThat(feed.last(10)).anyMatch(verdict -> verdict.phase() == Phase.CLOSES);
    assertThat(Feed.findings(feed.noisy(60, 50, 2).last(70))).isZero();
  }

  @Test
  void trouble_of_a_young_series_that_never_ends_becomes_normal() {
    Feed feed = Feed.everySeconds(5).noisy(15, 50, 2).noisy(800, 400, 20);

    assertThat(feed.last().phase()).isEqualTo(Phase.QUIET);
    assertThat(feed.last().range().holds(400)).isTrue();
  }

  @Test
  void a_level_hardly_outside_of_the_first_minute_is_soon_the_normal_one() {
    Feed feed = Feed.everySeconds(3).noisy(15, 25, 1).noisy(10, 45, 2);
    assertThat(feed.last().phase()).isEqualTo(Phase.CONTINUES);

    feed.noisy(90, 45, 2);
    assertThat(feed.last().phase()).isEqualTo(Phase.QUIET);
    assertThat(feed.last().range().holds(45)).isTrue();
    assertThat(Feed.findings(feed.verdicts)).isEqualTo(1);

    feed.noisy(5, 200, 10);
    assertThat(feed.last().phase().open()).isTrue();
  }

  @Test
  void a_flat_series_never_fires() {
    Feed feed = Feed.everySeconds(15).points(3000, i -> 0);

    assertThat(feed.verdicts).allMatch(verdict -> verdict.phase() == Phase.QUIET);
  }

  @Test
  void rounding_errors_of_a_flat_series_do_not_fire() {
    Feed feed = Feed.everySeconds(15).points(3000, i -> 100 * (1 + (i % 7) * 1e-12));

    assertThat(Feed.findings(feed.verdicts)).isZero();
  }

  @Test
  void a_flat_series_that_changes_for_good_fires_on_the_third_point() {
    Feed feed = Feed.everySeconds(15).points(600, i -> 0).points(3, i -> 0.2);

    assertThat(feed.last(3).getFirst().fires()).isFalse();
    assertThat(feed.last().phase()).isEqualTo(Phase.OPENS);
  }

  @Test
  void one_error_in_a_series_that_never_had_any_does_not_fire() {
    Feed feed = Feed.everySeconds(15).points(600, i -> 0).points(1, i -> 1).points(50, i -> 0);

    assertThat(Feed.findings(feed.verdicts)).isZero();
  }
}
