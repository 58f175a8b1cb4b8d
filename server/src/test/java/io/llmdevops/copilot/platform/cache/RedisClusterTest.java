package io.llmdevops.copilot.platform.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.testkit.RedisProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;

/// Three primaries, each with a third of the slots.
class RedisClusterTest extends RedisFastPathContract {
  @TempDir static Path folder = Path.of("");

  @Override
  Settings settings() {
    List<RedisProcess> nodes =
        IntStream.range(0, 3)
            .mapToObj(i -> RedisProcess.start(folder, "--cluster-enabled", "yes"))
            .toList();
    int[] bounds = {0, 5461, 10923, 16384};
    for (int i = 0; i < 3; i++) {
      RedisProcess node = nodes.get(i);
      assertThat(node.inline("CLUSTER ADDSLOTSRANGE " + bounds[i] + " " + (bounds[i + 1] - 1)))
          .startsWith("+OK");
      assertThat(node.inline("CLUSTER MEET 127.0.0.1 " + nodes.getFirst().port()))
          .startsWith("+OK");
    }
    try {
      for (RedisProcess node : nodes) {
        until(() -> node.inline("CLUSTER INFO").contains("cluster_state:ok"));
        until(() -> node.inline("CLUSTER INFO").contains("cluster_known_nodes:3"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new Settings(
        nodes.stream()
            .map(node -> "redis://127.0.0.1:" + node.port())
            .collect(Collectors.joining(",")),
        "cluster",
        Optional.empty());
  }
}
