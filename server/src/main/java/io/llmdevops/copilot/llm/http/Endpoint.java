package io.llmdevops.copilot.llm.http;

import java.net.URI;
import java.util.Map;

/// Where a provider is, and what proves who asks.
///
/// @param name of the provider in the configuration
/// @param base URL without a slash at its end
/// @param headers further ones, for gateways; they may hold secrets
public record Endpoint(String name, URI base, ApiKey key, Map<String, String> headers) {
  public Endpoint {
    headers = Map.copyOf(headers);
    if (base.getHost() == null
        || !("http".equals(base.getScheme()) || "https".equals(base.getScheme()))) {
      throw new IllegalArgumentException("the URL is not of the form https://host/path");
    }
    if (base.getUserInfo() != null || base.getQuery() != null || base.getFragment() != null) {
      throw new IllegalArgumentException(
          "the URL has a user, a query or a fragment; use api-key and headers");
    }
    headers.forEach((header, value) -> ApiKey.requireOneLine("header " + header, value));
  }

  public URI resolve(String path) {
    return URI.create(base + path);
  }

  /// For messages: scheme, host and port.
  public String shown() {
    return base.getScheme() + "://" + base.getAuthority();
  }

  /// The text without the secrets of this endpoint, should a provider have repeated one.
  String scrub(String text) {
    String clean = key.scrub(text);
    for (String value : headers.values()) {
      clean = ApiKey.without(clean, value);
    }
    return clean;
  }

  /// Without the values of the headers.
  @Override
  public String toString() {
    return "Endpoint[" + name + ", " + shown() + "]";
  }
}
