package io.llmdevops.copilot.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SimulatedHeapTest {

  private static final Duration LEAK_TIME = Duration.ofSeconds(90);
  private static final Duration BETWEEN_REQUESTS = Duration.ofMillis(50);

  private final HeapSize size = HeapSize.ofMebibytes(256, 90, 2);
  private long now;
  private final SimulatedHeap heap = new SimulatedHeap(size, LEAK_TIME, () -> now);

  @Test
  void a_healthy_heap_saws_below_nine_tenths() {
    double highest = 0;
    for (int i = 0; i < 10_000; i++) {
      assertThat(request(false)).isTrue();
      highest = Math.max(highest, fullness());
    }

    assertThat(highest).isBetween(0.5, 0.9);
    assertThat(heap.pauses()).isGreaterThan(100);
    assertThat(heap.pausedSeconds() / heap.pauses()).isLessThan(0.01);
  }

  @Test
  void a_leak_fills_the_heap_in_its_time() {
    while (request(true)) {
      assertThat(Duration.ofNanos(now)).isLessThan(Duration.ofMinutes(5));
    }

    assertThat(Duration.ofNanos(now)).isBetween(LEAK_TIME.multipliedBy(8).dividedBy(10), LEAK_TIME);
    assertThat(heap.mostUsedBytes()).isLessThanOrEqualTo(heap.maxBytes());
  }

  @Test
  void pauses_get_longer_and_more_frequent_as_the_heap_fills() {
    double before = pausedWithin(Duration.ofSeconds(20), false);
    while (fullness() < 0.95) {
      request(true);
    }
    double after = pausedWithin(Duration.ofSeconds(3), true);

    assertThat(after / 3).isGreaterThan(20 * before / 20);
    assertThat(heap.pauseLeftMillis()).isLessThanOrEqualTo(1500);
  }

  @Test
  void a_mended_leak_gives_its_memory_back() {
    while (fullness() < 0.9) {
      request(true);
    }

    request(false);

    assertThat(heap.oldBytes()).isEqualTo((double) size.live());
    assertThat(heap.mostUsedBytes()).isGreaterThan(0.9 * size.max());
  }

  private double pausedWithin(Duration time, boolean leaking) {
    double before = heap.pausedSeconds();
    for (long i = 0; i < time.dividedBy(BETWEEN_REQUESTS); i++) {
      request(leaking);
    }
    return heap.pausedSeconds() - before;
  }

  private boolean request(boolean leaking) {
    now += BETWEEN_REQUESTS.toNanos();
    return heap.allocate(leaking);
  }

  private double fullness() {
    return (heap.oldBytes() + heap.youngBytes()) / heap.maxBytes();
  }
}
