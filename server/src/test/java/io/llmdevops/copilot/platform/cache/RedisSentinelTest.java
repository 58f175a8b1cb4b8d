package io.llmdevops.copilot.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.platform.cache.FastPath.Subscription;
import io.llmdevops.copilot.testkit.Await;
import io.llmdevops.copilot.testkit.RedisProcess;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A primary, its replica, and a sentinel that says which is which.
class RedisSentinelTest extends RedisFastPathContract {
  @TempDir static Path folder = Path.of("");

  private record Trio(RedisProcess primary, RedisProcess replica, RedisProcess sentinel)
      implements AutoCloseable {
    static Trio start() {
      RedisProcess primary = RedisProcess.start(folder, "--repl-diskless-sync-delay", "0");
      RedisProcess replica =
          RedisProcess.start(folder, "--replicaof", "127.0.0.1 " + primary.port());
      Await.until(
          "the replica follows",
          () -> replica.inline("INFO replication").contains("master_link_status:up"));
      RedisProcess sentinel = RedisProcess.startSentinel(folder, primary);
      Await.until(
          "the sentinel knows both", () -> sentinel.inline("INFO sentinel").contains("slaves=1"));
      return new Trio(primary, replica, sentinel);
    }

    Settings settings() {
      return new Settings("redis://127.0.0.1:" + sentinel.port(), "sentinel", Optional.empty());
    }

    @Override
    public void close() {
      sentinel.close();
      replica.close();
      primary.close();
    }
  }

  @Override
  Settings settings() {
    return Trio.start().settings();
  }

  /// The sentinel cuts all connections to the heir in the moment in which it promotes it.
  private static boolean heirHas(Trio trio, String value) {
    try {
      return trio.replica.inline("GET copilot:k").contains(value);
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  @Test
  void when_the_primary_dies_its_heir_is_used() throws InterruptedException {
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    try (Trio trio = Trio.start();
        FastPath pod = pod(trio.settings());
        Subscription subscription = pod.subscribe("c", got::add)) {
      pod.put("k", "before", Duration.ofMinutes(1));
      Await.until("the replica has it", () -> trio.replica.inline("DBSIZE").startsWith(":1"));

      trio.primary.stop();

      Await.until(
          "the heir is used",
          () -> {
            pod.put("k", "after", Duration.ofMinutes(1));
            return heirHas(trio, "after");
          });
      Await.until("all is well again", () -> pod.trouble().isEmpty());
      assertThat(pod.get("k")).contains("after");
      try (FastPath other = pod(trio.settings())) {
        until(() -> {
          other.publish("c", "again");
          return got.contains("again");
        });
      }
      assertThat(subscription).isNotNull();
    }
  }
}
