package io.llmdevops.copilot.llm;

import io.llmdevops.copilot.platform.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

@Setting("What is replaced by placeholders before anything leaves for a model.")
@ConfigMapping(prefix = "copilot.masking")
public interface MaskingSettings {
  @Setting("Masks secrets and personal data in all that is sent to a model.")
  @WithDefault("true")
  boolean enabled();

  @Setting("Masks IP addresses too.")
  @WithDefault("false")
  boolean ipAddresses();

  @Setting(
      "Country (two letters, ISO 3166-1) whose telephone numbers are known without country code.")
  @WithDefault("US")
  String phoneCountry();

  @Setting(
      "Regular expressions of what may leave although it looks like a secret or like personal data;"
          + " each must match the whole of it.")
  Optional<List<String>> allow();

  @Setting(
      "Regular expressions of what must not leave, by a name of your own; with a group, only what"
          + " the first group matches.")
  Map<String, String> deny();
}
