package io.llmdevops.copilot.incidents.detection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeasonsTest {

  private static final int DAY = 288;

  private static double officeHours(int i) {
    int hour = i % DAY / 12;
    return hour >= 8 && hour < 18 ? 80 : 20;
  }

  @Test
  void the_usual_daily_peak_does_not_fire() {
    Feed feed = Feed.everySeconds(300);
    feed.points(14 * DAY, i -> officeHours(i) + 2 * feed.noise());

    assertThat(Feed.findings(feed.last(10 * DAY))).isLessThanOrEqualTo(3);
  }

  @Test
  void a_perfect_square_wave_does_not_fire() {
    Feed feed = Feed.everySeconds(300).points(14 * DAY, SeasonsTest::officeHours);

    assertThat(Feed.findings(feed.last(10 * DAY))).isLessThanOrEqualTo(2);
  }

  @Test
  void the_peak_at_the_wrong_time_of_day_fires() {
    Feed feed = Feed.everySeconds(300);
    feed.points(10 * DAY, i -> officeHours(i) + 2 * feed.noise());
    feed.points(24, i -> 80 + 2 * feed.noise());

    assertThat(feed.last(24)).anyMatch(Verdict::fires);
    assertThat(feed.last().range().expected()).isBetween(10.0, 30.0);
  }

  @Test
  void a_weekend_is_no_news_after_some_weeks() {
    Feed feed = Feed.everySeconds(1800);
    feed.points(8 * 7 * 48, i -> (i / 48 % 7 < 5 ? officeHours(i * 6) : 20) + 2 * feed.noise());

    assertThat(Feed.findings(feed.last(4 * 7 * 48))).isLessThanOrEqualTo(4);
  }

  @Test
  void a_spike_each_night_stops_firing_and_one_at_noon_does_not() {
    Feed feed = Feed.everySeconds(300);
    feed.points(14 * DAY, i -> (i % DAY == 36 + i / DAY % 3 ? 500 : 20) + feed.noise());

    assertThat(Feed.findings(feed.last(6 * DAY))).isZero();

    feed.points(144, i -> (i == 37 ? 500 : 20) + feed.noise()).points(1, i -> 900);
    assertThat(feed.last().fires()).isTrue();
  }
}
