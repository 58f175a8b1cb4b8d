package io.llmdevops.copilot.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.platform.cache.FastPath.Subscription;
import io.llmdevops.copilot.testkit.RedisProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisSingleTest extends RedisFastPathContract {
  @TempDir static Path folder = Path.of("");

  @Override
  Settings settings() {
    RedisProcess redis = RedisProcess.start(folder, "--requirepass", "secret");
    return new Settings(
        "redis://:secret@127.0.0.1:" + redis.port(), "single", java.util.Optional.empty());
  }

  @Test
  void losing_redis_is_trouble_that_ends_by_itself() throws InterruptedException {
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    try (RedisProcess redis = RedisProcess.start(folder);
        FastPath pod = pod(Settings.single(redis.port()));
        Subscription subscription = pod.subscribe("c", got::add)) {
      pod.put("k", "v", Duration.ofMinutes(1));
      redis.stop();
      until(() -> pod.trouble().isPresent());
      assertThat(pod.get("k")).isEmpty();
      assertThat(pod.count("n", Duration.ofMinutes(1))).isEqualTo(1);
      assertThat(pod.count("n", Duration.ofMinutes(1))).isEqualTo(2);
      pod.publish("c", "still heard here");
      assertThat(take(got, 1)).containsExactly("still heard here");

      redis.startAgain();
      until(() -> pod.trouble().isEmpty());
      try (FastPath other = pod(Settings.single(redis.port()))) {
        until(() -> {
          other.publish("c", "again");
          return got.contains("again");
        });
      }
      assertThat(subscription).isNotNull();
    }
  }
}
