package io.llmdevops.copilot.platform.config;

import java.util.List;

/// The configuration cannot be used. Each problem names the key, the value (unless it is a secret)
/// and what is allowed.
public final class ConfigurationError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final List<String> problems;

  public ConfigurationError(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
