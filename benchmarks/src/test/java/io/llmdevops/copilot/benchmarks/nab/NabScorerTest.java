package io.llmdevops.copilot.benchmarks.nab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The worked examples are those of numenta/NAB: `tests/unit/scorer_test.py`,
/// `tests/unit/sweeper_test.py` and `tests/integration/scorer_test.py`.
class NabScorerTest {

  private static final NabWeights UNIT_TEST = new NabWeights(1.1, 0.11, 1.2);
  private static final NabWeights ONES = new NabWeights(1, 1, 1);
  private static final double FULL = 0.9866142981514305;
  private static final double HALF_WAY = 0.8482836399575131;

  private static double raw(NabWeights weights, double probation, String fired, int... edges) {
    boolean[] points = new boolean[fired.length()];
    for (int i = 0; i < points.length; i++) {
      points[i] = fired.charAt(i) == '1';
    }
    return new NabScorer(weights, probation).score(points, windows(edges)).raw();
  }

  private static List<NabWindow> windows(int... edges) {
    NabWindow[] windows = new NabWindow[edges.length / 2];
    for (int i = 0; i < windows.length; i++) {
      windows[i] = new NabWindow(edges[2 * i], edges[2 * i + 1]);
    }
    return List.of(windows);
  }

  @Test
  void the_scaled_sigmoid_has_the_values_that_nab_documents() {
    assertThat(NabScorer.scaledSigmoid(-1)).isCloseTo(FULL, within(1e-12));
    assertThat(NabScorer.scaledSigmoid(-0.5)).isCloseTo(HALF_WAY, within(1e-12));
    assertThat(NabScorer.scaledSigmoid(0)).isZero();
    assertThat(NabScorer.scaledSigmoid(1)).isCloseTo(-FULL, within(1e-12));
    assertThat(NabScorer.scaledSigmoid(3)).isEqualTo(-1);
  }

  @Test
  void the_probationary_period_is_a_share_of_the_series_and_at_most_that_share_of_5000() {
    assertThat(NabScorer.probation(100, 0.0)).isZero();
    assertThat(NabScorer.probation(100, 1.0)).isEqualTo(100);
    assertThat(NabScorer.probation(100, 0.1)).isEqualTo(10);
    assertThat(NabScorer.probation(100, 0.15)).isEqualTo(15);
    assertThat(NabScorer.probation(5000, 0.1)).isEqualTo(500);
    assertThat(NabScorer.probation(6000, 0.1)).isEqualTo(500);
    assertThat(NabScorer.probation(20_000)).isEqualTo(750);
  }

  @Test
  void nothing_found_where_nothing_is_scores_nothing() {
    assertThat(raw(UNIT_TEST, 0, "00000")).isZero();
  }

  @Test
  void each_false_point_without_a_window_before_it_costs_its_whole_weight() {
    assertThat(raw(UNIT_TEST, 0, "01010")).isCloseTo(-2 * 0.11, within(1e-9));
  }

  @Test
  void each_missed_window_costs_the_weight_of_a_false_negative() {
    assertThat(raw(UNIT_TEST, 0, "0000000", 1, 2, 4, 5)).isCloseTo(-2 * 1.2, within(1e-9));
  }

  @Test
  void false_points_in_the_probationary_period_cost_nothing() {
    assertThat(raw(UNIT_TEST, 0.8, "01010")).isZero();
    assertThat(raw(UNIT_TEST, 0.6, "01010")).isCloseTo(-0.11, within(1e-9));
  }

  @Test
  void a_window_found_at_its_second_of_two_points_is_worth_the_sigmoid_of_one_half() {
    double second = HALF_WAY * 1.1 / FULL;

    assertThat(raw(UNIT_TEST, 0, "0010000", 1, 2)).isCloseTo(second, within(1e-9));
    assertThat(raw(UNIT_TEST, 0, "0010000", 1, 2, 4, 5)).isCloseTo(second - 1.2, within(1e-9));
    assertThat(raw(UNIT_TEST, 0, "0010100", 1, 2, 4, 5)).isCloseTo(second + 1.1, within(1e-9));
  }

  @Test
  void a_window_found_at_its_first_point_is_worth_the_whole_weight_however_often_it_is_found() {
    assertThat(raw(UNIT_TEST, 0, "0000100", 4, 5)).isCloseTo(1.1, within(1e-9));
    assertThat(raw(UNIT_TEST, 0, "0000110", 4, 5)).isCloseTo(1.1, within(1e-9));
  }

  @Test
  void found_missed_and_false_points_together_give_nabs_worked_total() {
    boolean[] fired = new boolean[100];
    int window = 30;
    fired[window] = true;
    fired[window + 1] = true;
    fired[window + 7] = true;

    NabScore score = new NabScorer(ONES, 0).score(fired, windows(window, window + 4, 65, 69));

    assertThat(score.raw()).isCloseTo(-0.9540, within(1e-4));
    assertThat(score.windowsFound()).isEqualTo(1);
    assertThat(score.falsePoints()).isEqualTo(1);
  }

  @Test
  void missing_everything_costs_twice_as_much_where_false_negatives_weigh_twice() {
    boolean[] silent = new boolean[100];
    List<NabWindow> one = windows(45, 54);

    double once = new NabScorer(ONES, 0).score(silent, one).raw();
    double twice = new NabScorer(new NabWeights(1, 0.055, 2), 0).score(silent, one).raw();

    assertThat(twice).isEqualTo(2 * once);
  }

  @Test
  void points_inside_windows_are_worth_something_and_all_others_cost() {
    List<NabWindow> two = windows(30, 39, 75, 95);
    for (int i = 10; i < 100; i++) {
      boolean[] fired = new boolean[100];
      fired[i] = true;
      double change =
          new NabScorer(NabProfile.STANDARD.weights(), 0.1).score(fired, two).raw()
              - new NabScorer(NabProfile.STANDARD.weights(), 0.1)
                  .score(new boolean[100], two)
                  .raw();
      boolean inside = two.get(0).contains(i) || two.get(1).contains(i);
      assertThat(change > 0).as("point %d", i).isEqualTo(inside);
    }
  }

  @Test
  void random_detections_about_balance_as_in_nab() {
    Random random = new Random(1);
    double sum = 0;
    for (int round = 0; round < 200; round++) {
      boolean[] fired = new boolean[100];
      random.ints(0, 100).distinct().limit(10).forEach(i -> fired[i] = true);
      sum += new NabScorer(new NabWeights(1, 0.11, 1), 0).score(fired, windows(45, 54)).raw();
    }

    assertThat(sum / 200).isBetween(-1.5, 0.5);
  }

  @Test
  void a_perfect_detector_scores_100_and_a_silent_one_0() {
    List<NabWindow> two = windows(300, 339, 750, 790);
    boolean[] perfect = new boolean[1000];
    perfect[300] = true;
    perfect[750] = true;
    for (NabProfile profile : NabProfile.values()) {
      NabScorer scorer = new NabScorer(profile);
      assertThat(scorer.normalised(scorer.score(perfect, two))).isCloseTo(100, within(1e-9));
      assertThat(scorer.normalised(scorer.score(new boolean[1000], two))).isZero();
    }
  }

  @Test
  void firing_on_everything_is_worse_than_silence() {
    boolean[] everything = new boolean[1000];
    Arrays.fill(everything, true);
    NabScorer scorer = new NabScorer(NabProfile.STANDARD);

    assertThat(scorer.normalised(scorer.score(everything, windows(300, 339)))).isNegative();
  }
}
