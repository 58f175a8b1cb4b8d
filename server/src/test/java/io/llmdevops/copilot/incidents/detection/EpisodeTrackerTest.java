package io.llmdevops.copilot.incidents.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The transition table in the documentation of [EpisodeTracker], cell by cell. The threshold is 3
/// digits, the rest of a short history 30 points, its bar one digit above the last finding.
class EpisodeTrackerTest {

  private static final int POINTS = 200;

  private final EpisodeTracker tracker = new EpisodeTracker(DetectorSettings.standard().episodes());

  private Phase inside(double surprise) {
    return tracker.observe(surprise, true, false, POINTS);
  }

  private Phase outside(double surprise) {
    return tracker.observe(surprise, false, false, POINTS);
  }

  private void openAndClose() {
    outside(5);
    for (int i = 0; i < 5; i++) {
      inside(0);
    }
    assertThat(tracker.isOpen()).isFalse();
  }

  @Test
  void below_the_threshold_it_stays_quiet() {
    assertThat(inside(2.99)).isEqualTo(Phase.QUIET);
    assertThat(outside(2.99)).isEqualTo(Phase.QUIET);
  }

  @Test
  void above_the_bar_it_opens_wherever_the_value_is() {
    assertThat(inside(3)).isEqualTo(Phase.OPENS);
    assertThat(tracker.isOpen()).isTrue();
  }

  @Test
  void after_a_finding_the_same_surprise_outside_its_range_reopens() {
    openAndClose();

    assertThat(outside(5.5)).isEqualTo(Phase.REOPENS);
  }

  @Test
  void after_a_finding_the_same_surprise_inside_its_range_stays_quiet() {
    openAndClose();

    assertThat(inside(5.5)).isEqualTo(Phase.QUIET);
  }

  @Test
  void the_old_trouble_reopens_during_the_rest_without_any_surprise_and_not_after_it() {
    openAndClose();
    assertThat(tracker.observe(1, false, true, POINTS)).isEqualTo(Phase.REOPENS);

    for (int i = 0; i < 40; i++) {
      inside(0);
    }
    assertThat(tracker.isOpen()).isFalse();
    assertThat(tracker.observe(1, false, true, POINTS)).isEqualTo(Phase.QUIET);
  }

  @Test
  void something_clearly_worse_opens_even_during_the_rest() {
    openAndClose();

    assertThat(outside(6.1)).isEqualTo(Phase.OPENS);
  }

  @Test
  void the_bar_sinks_back_to_the_threshold_after_the_rest() {
    openAndClose();
    for (int i = 0; i < 120; i++) {
      inside(0);
    }

    assertThat(outside(3.1)).isEqualTo(Phase.OPENS);
  }

  @Test
  void an_open_episode_goes_on_and_worsens() {
    outside(5);

    assertThat(outside(5.9)).isEqualTo(Phase.CONTINUES);
    assertThat(outside(1)).isEqualTo(Phase.CONTINUES);
    assertThat(outside(6.1)).isEqualTo(Phase.WORSENS);
  }

  @Test
  void five_calm_points_in_a_row_close_it() {
    outside(5);
    for (int i = 0; i < 4; i++) {
      assertThat(inside(0)).isEqualTo(Phase.CONTINUES);
    }
    assertThat(outside(0)).isEqualTo(Phase.CONTINUES);
    for (int i = 0; i < 4; i++) {
      assertThat(inside(0)).isEqualTo(Phase.CONTINUES);
    }
    assertThat(inside(0)).isEqualTo(Phase.CLOSES);
  }

  @Test
  void an_episode_that_never_calms_down_closes_by_its_length() {
    outside(5);
    for (int i = 1; i < 400; i++) {
      assertThat(outside(1)).isEqualTo(Phase.CONTINUES);
    }
    assertThat(outside(1)).isEqualTo(Phase.CLOSES);
  }
}
