package io.llmdevops.copilot.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmdevops.copilot.platform.cache.FastPath.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every [FastPath] does. `here` and `there` are two pods; for one in a process they are the
/// same.
abstract class FastPathContract {
  private final String name = UUID.randomUUID().toString();

  abstract FastPath here();

  abstract FastPath there();

  /// Lets this much time pass, for the clock that the implementation looks at.
  abstract void pass(Duration time) throws InterruptedException;

  @Test
  void what_one_pod_publishes_every_pod_that_listens_gets_in_order() throws InterruptedException {
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    BlockingQueue<String> alsoGot = new LinkedBlockingQueue<>();
    List<String> sent = IntStream.range(0, 100).mapToObj(i -> "m" + i).toList();
    try (Subscription one = here().subscribe(name, got::add);
        Subscription other = there().subscribe(name, alsoGot::add)) {
      sent.forEach(message -> here().publish(name, message));
      assertThat(take(got, 100)).isEqualTo(sent);
      assertThat(take(alsoGot, 100)).isEqualTo(sent);
      assertThat(one).isNotSameAs(other);
    }
  }

  @Test
  void a_closed_subscription_gets_nothing_and_others_go_on() throws InterruptedException {
    BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    BlockingQueue<String> open = new LinkedBlockingQueue<>();
    Subscription first = here().subscribe(name, closed::add);
    try (Subscription second = here().subscribe(name, open::add)) {
      first.close();
      there().publish(name, "late");
      assertThat(take(open, 1)).containsExactly("late");
      assertThat(closed).isEmpty();
      assertThat(second).isNotNull();
    }
  }

  @Test
  void a_listener_that_throws_stays_subscribed() throws InterruptedException {
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    try (Subscription subscription =
        here()
            .subscribe(
                name,
                message -> {
                  got.add(message);
                  throw new IllegalStateException(message);
                })) {
      here().publish(name, "a");
      here().publish(name, "b");
      assertThat(take(got, 2)).containsExactly("a", "b");
      assertThat(subscription).isNotNull();
    }
  }

  @Test
  void a_value_is_there_for_every_pod_until_it_ends() throws InterruptedException {
    assertThat(here().get(name)).isEmpty();
    here().put(name, "é\n\"1\"", Duration.ofSeconds(2));
    assertThat(there().get(name)).contains("é\n\"1\"");
    pass(Duration.ofMillis(2100));
    assertThat(there().get(name)).isEmpty();
  }

  @Test
  void a_value_can_be_replaced_and_removed() {
    here().put(name, "1", Duration.ofMinutes(1));
    there().put(name, "2", Duration.ofMinutes(1));
    assertThat(here().get(name)).contains("2");
    there().remove(name);
    assertThat(here().get(name)).isEmpty();
  }

  @Test
  void counts_are_shared_and_begin_again_after_the_window() throws InterruptedException {
    assertThat(here().count(name, Duration.ofSeconds(2))).isEqualTo(1);
    assertThat(there().count(name, Duration.ofSeconds(2))).isEqualTo(2);
    assertThat(here().count(name + "other", Duration.ofSeconds(2))).isEqualTo(1);
    pass(Duration.ofMillis(2100));
    assertThat(there().count(name, Duration.ofSeconds(2))).isEqualTo(1);
  }

  @Test
  void what_is_too_long_is_refused() {
    String tooLong = "x".repeat(FastPath.LIMIT + 1);
    assertThatThrownBy(() -> here().publish(name, tooLong))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> here().put(name, tooLong, Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void all_is_well() {
    assertThat(here().trouble()).isEmpty();
  }

  static List<String> take(BlockingQueue<String> queue, int count) throws InterruptedException {
    List<String> taken = new java.util.ArrayList<>();
    for (int i = 0; i < count; i++) {
      String next = queue.poll(10, TimeUnit.SECONDS);
      if (next == null) {
        break;
      }
      taken.add(next);
    }
    return taken;
  }

  static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("came true in time").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
