package io.llmdevops.copilot.platform.cache;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// The contract over a real Redis; each kind of installation says how to reach it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RedisFastPathContract extends FastPathContract {
  private final Vertx vertx = Vertx.vertx();
  private FastPath here = new InProcessFastPath(Clock.systemUTC());
  private FastPath there = here;

  /// Starts what is needed.
  abstract Settings settings();

  /// How to reach it.
  record Settings(String address, String mode, Optional<String> tlsCa) implements RedisSettings {
    static Settings single(int port) {
      return new Settings("redis://127.0.0.1:" + port, "single", Optional.empty());
    }

    @Override
    public Optional<String> url() {
      return Optional.of(address);
    }

    @Override
    public String sentinelPrimary() {
      return "mymaster";
    }

    @Override
    public Duration timeout() {
      return Duration.ofSeconds(5);
    }
  }

  @BeforeAll
  void connect() {
    Settings settings = settings();
    here = pod(settings);
    there = pod(settings);
  }

  RedisFastPath pod(RedisSettings settings) {
    return new RedisFastPath(vertx, settings, new InProcessFastPath(Clock.systemUTC()));
  }

  @AfterAll
  void disconnect() {
    here.close();
    there.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Override
  FastPath here() {
    return here;
  }

  @Override
  FastPath there() {
    return there;
  }

  /// Redis looks at its own clock.
  @Override
  void pass(Duration duration) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }
}
