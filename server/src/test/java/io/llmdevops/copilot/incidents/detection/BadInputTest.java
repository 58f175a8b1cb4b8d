package io.llmdevops.copilot.incidents.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BadInputTest {

  @Test
  void what_is_no_number_is_counted_and_changes_nothing() {
    Feed with = Feed.everySeconds(15).noisy(300, 100, 3);
    Feed without = Feed.everySeconds(15).noisy(300, 100, 3);

    for (double bad :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300}) {
      Verdict verdict = with.detector().observe(with.now(), bad);
      assertThat(verdict.arrival()).isEqualTo(Arrival.MISSING);
      assertThat(verdict.phase()).isEqualTo(Phase.QUIET);
    }

    assertThat(with.detector().missing()).isEqualTo(4);
    assertThat(with.noisy(50, 100, 3).last(50)).isEqualTo(without.noisy(50, 100, 3).last(50));
  }

  @Test
  void late_and_double_points_are_dropped_and_counted() {
    Feed feed = Feed.everySeconds(15).noisy(300, 100, 3);
    SeriesDetector detector = feed.detector();

    assertThat(detector.observe(feed.now() - 15_000, 9999).arrival()).isEqualTo(Arrival.DUPLICATE);
    assertThat(detector.observe(feed.now() - 45_000, 9999).arrival()).isEqualTo(Arrival.LATE);
    assertThat(detector.dropped()).isEqualTo(2);
    assertThat(Feed.findings(feed.noisy(20, 100, 3).last(20))).isZero();
  }

  @Test
  void a_clock_set_back_for_good_is_followed_after_a_few_points() {
    Feed feed = Feed.everySeconds(15).noisy(300, 100, 3);
    feed.setClock(feed.now() - 7_200_000).noisy(50, 100, 3);

    assertThat(feed.last(50).stream().filter(v -> v.arrival() == Arrival.LATE)).hasSize(4);
    assertThat(feed.last(45)).noneMatch(v -> v.arrival() == Arrival.LATE);
    assertThat(Feed.findings(feed.last(50))).isZero();
    assertThat(feed.points(1, i -> 300).last().fires()).isTrue();
  }

  @Test
  void one_point_from_the_far_future_does_not_stop_the_series() {
    Feed feed = Feed.everySeconds(15).noisy(300, 100, 3);
    feed.detector().observe(feed.now() + 86_400_000L * 365, 100);

    feed.noisy(50, 100, 3);

    assertThat(feed.last(40)).allMatch(v -> v.arrival().accepted());
  }

  @Test
  void a_source_whose_clock_is_hours_off_is_as_good_as_any_other() {
    Feed right = Feed.everySeconds(15).noisy(400, 100, 3).points(1, i -> 200);
    Feed off = Feed.everySeconds(15).setClock(Feed.START + 18_000_000).noisy(400, 100, 3);
    off.points(1, i -> 200);

    assertThat(off.last().phase()).isEqualTo(right.last().phase());
    assertThat(off.last().score()).isEqualTo(right.last().score());
  }

  @Test
  void after_a_gap_the_first_points_are_not_judged() {
    Feed feed = Feed.everySeconds(15).noisy(400, 100, 3).absent(500).points(2, i -> 200);

    assertThat(feed.last(2).getFirst().arrival()).isEqualTo(Arrival.AFTER_GAP);
    assertThat(Feed.findings(feed.last(2))).isZero();

    feed.points(3, i -> 200);
    assertThat(feed.last(3)).anyMatch(Verdict::fires);
  }

  @Test
  void missing_points_do_not_make_the_rest_suspicious() {
    Feed feed = Feed.everySeconds(15).noisy(400, 100, 3);
    for (int hole = 0; hole < 40; hole++) {
      feed.absent(1 + hole % 12).noisy(10, 100, 3);
    }

    assertThat(Feed.findings(feed.last(400))).isLessThanOrEqualTo(1);
  }

  @Property(tries = 50)
  void nothing_makes_it_throw(
      @ForAll @Size(max = 300) List<Double> values, @ForAll List<Long> jumps) {
    SeriesDetector detector = new SeriesDetector();
    long now = 0;
    for (int i = 0; i < values.size(); i++) {
      now += jumps.isEmpty() ? 1000 : jumps.get(i % jumps.size());
      Verdict verdict = detector.observe(now, values.get(i));
      assertThat(verdict.score()).isBetween(0.0, 1.0);
    }
  }
}
