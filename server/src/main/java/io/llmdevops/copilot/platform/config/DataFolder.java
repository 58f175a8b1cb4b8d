package io.llmdevops.copilot.platform.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Where a user's data lives: `COPILOT_DATA_DIR`, else the folder that the system's conventions
/// name (XDG Base Directory Specification; Apple's Application Support).
final class DataFolder {
  private DataFolder() {}

  static Path of(Map<String, String> environment, String operatingSystem, Path home) {
    String chosen = environment.getOrDefault("COPILOT_DATA_DIR", "");
    if (!chosen.isBlank()) {
      return Path.of(chosen).toAbsolutePath().normalize();
    }
    String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
    if (xdg.startsWith("/")) {
      return Path.of(xdg, "llm-copilot");
    }
    return operatingSystem.toLowerCase(Locale.ROOT).startsWith("mac")
        ? home.resolve("Library/Application Support/llm-copilot")
        : home.resolve(".local/share/llm-copilot");
  }
}
