package io.llmdevops.copilot.incidents.watches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SpanTest {
  private static final Instant T = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration TEN = Duration.ofSeconds(10);
  private static final Duration HOUR = Duration.ofHours(1);

  private static Optional<Span> next(Duration sinceWatermark, Duration lag, int most) {
    return Span.next(T, T.plus(sinceWatermark), TEN, lag, most, HOUR);
  }

  @Test
  void an_interval_is_done_once_its_lag_has_passed() {
    Duration lag = Duration.ofSeconds(5);
    assertThat(next(Duration.ofMillis(14_999), lag, 100)).isEmpty();
    assertThat(next(Duration.ofSeconds(15), lag, 100)).contains(new Span(T, T.plus(TEN), false));
  }

  @Test
  void what_was_missed_is_caught_up_in_bounded_steps() {
    assertThat(next(Duration.ofMinutes(5), Duration.ZERO, 6))
        .contains(new Span(T, T.plusSeconds(60), false));
  }

  @Test
  void what_lies_too_far_back_is_skipped_in_one_step() {
    assertThat(next(Duration.ofHours(3), Duration.ZERO, 6))
        .contains(new Span(T, T.plus(Duration.ofHours(2)), true));
  }

  @Test
  void a_watermark_in_the_future_waits() {
    assertThat(next(Duration.ofHours(-3), Duration.ZERO, 6)).isEmpty();
  }

  @Test
  void halves_stay_on_the_grid() {
    Span five = new Span(T, T.plusSeconds(50), false);
    assertThat(five.half(TEN)).contains(new Span(T, T.plusSeconds(20), false));
    assertThat(new Span(T, T.plus(TEN), false).half(TEN)).isEmpty();
  }

  @Test
  void a_span_of_nothing_is_refused() {
    assertThatThrownBy(() -> new Span(T, T, false)).hasMessageContaining("holds nothing");
  }

  @Property(tries = 300)
  void spans_touch_and_reach_the_present(
      @ForAll @LongRange(min = 1, max = 100_000) long intervalMillis,
      @ForAll @LongRange(min = 0, max = 200_000_000) long behindMillis,
      @ForAll @IntRange(min = 1, max = 500) int most) {
    Duration interval = Duration.ofMillis(intervalMillis);
    Instant watermark = Span.floor(T, interval);
    Instant now = T.plusMillis(behindMillis);
    Duration catchUp = interval.multipliedBy(1000);
    Instant reached = watermark;
    while (true) {
      Optional<Span> next = Span.next(reached, now, interval, Duration.ZERO, most, catchUp);
      if (next.isEmpty()) {
        break;
      }
      assertThat(next.get().from()).isEqualTo(reached);
      assertThat(next.get().to()).isBeforeOrEqualTo(now);
      assertThat(next.get().to().toEpochMilli() % intervalMillis).isZero();
      reached = next.get().to();
    }
    assertThat(reached).isEqualTo(Span.floor(now, interval));
  }
}
