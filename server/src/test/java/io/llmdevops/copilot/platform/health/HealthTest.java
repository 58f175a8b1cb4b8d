package io.llmdevops.copilot.platform.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.platform.health.Health.Report;
import io.llmdevops.copilot.platform.health.HealthCheck.Result;
import io.llmdevops.copilot.platform.health.HealthCheck.State;
import io.llmdevops.copilot.testkit.SettableTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class HealthTest {
  private final SettableTime now = new SettableTime(Instant.parse("2026-01-01T00:00:00Z"));

  @Test
  void losing_what_is_not_needed_degrades_and_stays_ready() {
    Health health = health(check("redis", false, () -> Result.down("gone")));
    Report report = health.report();
    assertThat(report.state()).isEqualTo(State.DEGRADED);
    assertThat(report.ready()).isTrue();
  }

  @Test
  void what_is_not_configured_is_told_and_takes_nothing_away() {
    Report report = health(check("redis", false, () -> Result.notConfigured("none"))).report();
    assertThat(report.state()).isEqualTo(State.UP);
    assertThat(report.ready()).isTrue();
    assertThat(report.checks()).containsEntry("redis", Result.notConfigured("none"));
  }

  @Test
  void losing_what_is_needed_is_down_and_not_ready() {
    Health health =
        health(
            check(
                "database",
                true,
                () -> {
                  throw new IllegalStateException("refused");
                }));
    Report report = health.report();
    assertThat(report.state()).isEqualTo(State.DOWN);
    assertThat(report.ready()).isFalse();
    assertThat(report.checks().get("database")).isEqualTo(Result.down("refused"));
  }

  @Test
  void a_check_that_hangs_is_down_and_not_asked_a_second_time() {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch end = new CountDownLatch(1);
    Health health =
        health(
            check(
                "slow",
                true,
                () -> {
                  asked.incrementAndGet();
                  await(end);
                  return Result.up("");
                }));
    assertThat(health.report().state()).isEqualTo(State.DOWN);
    now.advance(Duration.ofSeconds(5));
    assertThat(health.report().state()).isEqualTo(State.DOWN);
    assertThat(asked).hasValue(1);
    end.countDown();
  }

  @Test
  void probes_within_a_second_ask_once() {
    AtomicInteger asked = new AtomicInteger();
    Health health =
        health(
            check(
                "database",
                true,
                () -> {
                  asked.incrementAndGet();
                  return Result.up("");
                }));
    health.report();
    health.report();
    assertThat(asked).hasValue(1);
    now.advance(Duration.ofSeconds(1));
    health.report();
    assertThat(asked).hasValue(2);
  }

  @Test
  void a_server_that_stops_is_not_ready_although_all_is_up() {
    Health health = health(check("database", true, () -> Result.up("")));
    assertThat(health.report().ready()).isTrue();
    health.stopping();
    assertThat(health.report().ready()).isFalse();
  }

  @Test
  void a_check_that_hangs_tells_what_is_known_without_it() {
    CountDownLatch end = new CountDownLatch(1);
    HealthCheck slow =
        new HealthCheck() {
          @Override
          public String name() {
            return "slow";
          }

          @Override
          public boolean needed() {
            return true;
          }

          @Override
          public Optional<String> suspicion() {
            return Optional.of("nobody listens there");
          }

          @Override
          public Result check() {
            await(end);
            return Result.up("");
          }
        };
    assertThat(health(slow).report().checks())
        .containsEntry("slow", Result.down("no answer within 100 ms: nobody listens there"));
    end.countDown();
  }

  private Health health(HealthCheck check) {
    Health health = new Health(List.of(check), now, Duration.ofMillis(100));
    health.started();
    return health;
  }

  private static HealthCheck check(String name, boolean needed, Supplier<Result> result) {
    return new HealthCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public boolean needed() {
        return needed;
      }

      @Override
      public Result check() {
        return result.get();
      }
    };
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
