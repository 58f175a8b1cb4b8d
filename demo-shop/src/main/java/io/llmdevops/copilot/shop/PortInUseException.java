package io.llmdevops.copilot.shop;

import java.io.IOException;

/// A port that the shop needs could not be had.
final class PortInUseException extends IOException {

  private static final long serialVersionUID = 1;

  PortInUseException(int port, String user, IOException cause) {
    super(
        "port %d (for %s) cannot be had: %s. Choose others with --port-base N, or let the system choose with --port-base 0"
            .formatted(port, user, cause.getMessage()),
        cause);
  }
}
