package io.llmdevops.copilot.platform.cache;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Optional;

/// One look at a configured Redis, from outside of a server.
public final class RedisProbe {
  private RedisProbe() {}

  /// What is wrong with it; empty when it answers.
  public static Optional<String> trouble(RedisSettings settings, InstantSource time) {
    Vertx vertx = Vertx.vertx();
    try (FastPath redis = new RedisFastPath(vertx, settings, new InProcessFastPath(time))) {
      return redis.trouble();
    } finally {
      vertx.close();
    }
  }
}
