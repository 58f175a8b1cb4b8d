package io.llmdevops.copilot.platform.config;

import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/// Hands to Quarkus what [Configuration] has read and checked before it booted. Found through
/// `META-INF/services`; empty in tests, which configure Quarkus themselves.
public final class CopilotConfigSource implements ConfigSource {
  private static volatile Map<String, String> installed = Map.of();

  /// To be called once, before Quarkus boots.
  public static void install(Map<String, String> values) {
    installed = Map.copyOf(values);
  }

  /// Above application.properties (250) and the environment as Quarkus maps it (300): the aliases
  /// of environment variables have been resolved already. Below system properties (400).
  @Override
  public int getOrdinal() {
    return 350;
  }

  @Override
  public Set<String> getPropertyNames() {
    return installed.keySet();
  }

  @Override
  public @Nullable String getValue(String name) {
    return installed.get(name);
  }

  @Override
  public String getName() {
    return "copilot.yaml and COPILOT_* variables";
  }
}
