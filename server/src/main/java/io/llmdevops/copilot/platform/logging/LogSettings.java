package io.llmdevops.copilot.platform.logging;

import io.llmdevops.copilot.platform.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

@Setting("What is logged and how.")
@ConfigMapping(prefix = "copilot.log")
public interface LogSettings {
  @Setting(
      value = "Least important level that is written; can be changed while running, see the API.",
      env = "LOG_LEVEL",
      oneOf = {"trace", "debug", "info", "warn", "error"})
  @WithDefault("info")
  String level();

  @Setting(
      value = "`auto` is text on a terminal and JSON elsewhere.",
      oneOf = {"auto", "json", "text"})
  @WithDefault("auto")
  String format();
}
