package io.llmdevops.copilot.web.security;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The names under which this server is meant to be used. A browser can be made to call a loopback
/// server under a foreign name (DNS rebinding); the Host header gives that away.
record OwnHosts(String host, Optional<String> publicUrl) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

  boolean local(@Nullable String hostHeader) {
    if (hostHeader == null) {
      return true; // HTTP/1.0 and tools; browsers always send it
    }
    String name = withoutPort(hostHeader.toLowerCase(Locale.ROOT));
    return LOOPBACK.contains(name)
        || name.equals(host.toLowerCase(Locale.ROOT))
        || publicUrl.filter(url -> name.equals(withoutPort(authority(url)))).isPresent();
  }

  /// Whether a page of this origin is a page of ours: the host that it calls, or the public
  /// address.
  boolean same(String origin, @Nullable String hostHeader) {
    String from = authority(origin);
    return from.equals(String.valueOf(hostHeader).toLowerCase(Locale.ROOT))
        || publicUrl.filter(url -> authority(url).equals(from)).isPresent();
  }

  private static String authority(String url) {
    String rest = url.toLowerCase(Locale.ROOT).replaceFirst("^https?://", "");
    int end = rest.indexOf('/');
    return end < 0 ? rest : rest.substring(0, end);
  }

  private static String withoutPort(String authority) {
    return authority.replaceFirst(":\\d+$", "");
  }
}
