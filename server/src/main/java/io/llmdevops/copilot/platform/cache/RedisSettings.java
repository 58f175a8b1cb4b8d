package io.llmdevops.copilot.platform.cache;

import io.llmdevops.copilot.platform.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

@Setting("Redis 7, optional: with more than one pod it carries live updates between them.")
@ConfigMapping(prefix = "copilot.redis")
public interface RedisSettings {
  @Setting(
      value =
          "`redis://[:password@]host:6379[/db]`, `rediss://...` for TLS; several, separated by"
              + " commas, for cluster and sentinel.",
      secret = true)
  Optional<String> url();

  @Setting(
      value = "Kind of installation that the addresses belong to.",
      oneOf = {"single", "cluster", "sentinel"})
  @WithDefault("single")
  String mode();

  @Setting("Name of the primary, as the sentinels know it.")
  @WithDefault("mymaster")
  String sentinelPrimary();

  @Setting("File with the certificates (PEM) to trust for `rediss:`. Default: the system's.")
  Optional<String> tlsCa();

  @Setting("Longest wait for an answer.")
  @WithDefault("1s")
  Duration timeout();
}
