package io.llmdevops.copilot.incidents.detection;

import java.io.IOException;

/// Stored detector state that cannot be used: truncated, damaged, or of a version that this release
/// does not know. The series has to start with a new detector.
public final class StateFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  public StateFormatException(String message) {
    super(message);
  }

  public StateFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
