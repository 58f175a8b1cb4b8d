package io.llmdevops.copilot.identity;

import io.llmdevops.copilot.platform.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

@Setting("Who may use the server.")
@ConfigMapping(prefix = "copilot.security")
public interface SecuritySettings {
  @Setting(
      value =
          "Token that opens pages and API (as a bearer token, or at the log-in page). At least 32"
              + " characters. Needed to listen on anything but loopback.",
      env = "COPILOT_ADMIN_TOKEN",
      secret = true)
  Optional<String> adminToken();

  @Setting("How long somebody who has logged in stays so.")
  @WithDefault("12h")
  Duration sessionLifetime();

  @Setting(
      value = "Failed log-ins from one address within five minutes before it has to wait.",
      min = 1)
  @WithDefault("10")
  int loginAttempts();
}
