package io.llmdevops.copilot.platform.config;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Reads YAML into maps, lists and plain values, and into nothing else.
public final class Yaml {
  private Yaml() {}

  public static @Nullable Object parse(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new org.yaml.snakeyaml.Yaml(new SafeConstructor(options)).load(text);
  }
}
