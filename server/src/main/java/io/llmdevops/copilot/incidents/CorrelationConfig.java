package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.platform.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

@Setting("How signals and alerts become incidents.")
@ConfigMapping(prefix = "copilot.correlation")
public interface CorrelationConfig {
  @Setting(
      "How long all signals must have ended and all alerts be resolved before an incident is"
          + " resolved by itself. It doubles with each re-opening, up to 16 times this.")
  @WithDefault("2m")
  Duration settle();
}
