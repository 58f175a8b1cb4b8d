package io.llmdevops.copilot.identity;

import io.llmdevops.copilot.platform.config.ConfigurationError;
import io.llmdevops.copilot.platform.errors.CopilotException.Forbidden;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/// Whether the server may listen where it is told to: beyond this machine only behind a token.
public final class Exposure {
  static final int TOKEN_LENGTH = 32;

  private Exposure() {}

  /// @throws Forbidden an address other than loopback, and no token
  /// @throws ConfigurationError the token is too short, or the address is none
  public static void check(String host, Optional<String> token) {
    if (token.isPresent() && token.get().length() < TOKEN_LENGTH) {
      throw new ConfigurationError(
          List.of(
              "COPILOT_ADMIN_TOKEN has "
                  + token.get().length()
                  + " characters, at least "
                  + TOKEN_LENGTH
                  + " are needed; openssl rand -hex 32 makes a good one"));
    }
    if (token.isEmpty() && !loopback(host)) {
      throw new Forbidden(
          "refusing to listen on "
              + host
              + " without COPILOT_ADMIN_TOKEN: everybody who reaches this machine could read and"
              + " change everything. Set one (openssl rand -hex 32), or listen on 127.0.0.1.");
    }
  }

  static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new ConfigurationError(
          List.of("copilot.server.host is \"" + host + "\", which is no address of this machine"));
    }
  }
}
