package io.llmdevops.copilot.sources.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/// Where a source answers, and the limits of one exchange with it. `url` never holds user or
/// password: [#of] turns those into a [Credential]. `maxBytes` counts decompressed bytes of a body.
public record Endpoint(
    URI url,
    Credential credential,
    Tls tls,
    Map<String, String> headers,
    Duration connectTimeout,
    Duration requestTimeout,
    long maxBytes) {

  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(5);
  public static final Duration DEFAULT_REQUEST_TIMEOUT = Duration.ofSeconds(30);
  public static final long DEFAULT_MAX_BYTES = 256L << 20;

  public Endpoint {
    String scheme = url.getScheme();
    if (!"http".equals(scheme) && !"https".equals(scheme)) {
      throw new IllegalArgumentException(
          "a source's URL must begin with http:// or https://, was " + shown(url));
    }
    if (url.getHost() == null) {
      throw new IllegalArgumentException("no host in the URL " + shown(url));
    }
    if (url.getRawUserInfo() != null) {
      if (credential instanceof Credential.None) {
        credential = fromUserInfo(url.getRawUserInfo());
      }
      url = withoutUser(url);
    }
    if (!connectTimeout.isPositive() || !requestTimeout.isPositive() || maxBytes <= 0) {
      throw new IllegalArgumentException("time-outs and limits must be above zero");
    }
    headers = Map.copyOf(headers);
  }

  /// An endpoint with the default limits, no extra headers and the system's trust.
  public static Endpoint of(URI url) {
    return new Endpoint(
        url,
        Credential.NONE,
        Tls.SYSTEM,
        Map.of(),
        DEFAULT_CONNECT_TIMEOUT,
        DEFAULT_REQUEST_TIMEOUT,
        DEFAULT_MAX_BYTES);
  }

  public Endpoint withRequestTimeout(Duration timeout) {
    return new Endpoint(url, credential, tls, headers, connectTimeout, timeout, maxBytes);
  }

  public Endpoint withMaxBytes(long bytes) {
    return new Endpoint(url, credential, tls, headers, connectTimeout, requestTimeout, bytes);
  }

  public Endpoint withCredential(Credential other) {
    return new Endpoint(url, other, tls, headers, connectTimeout, requestTimeout, maxBytes);
  }

  public Endpoint withHeaders(Map<String, String> others) {
    return new Endpoint(url, credential, tls, others, connectTimeout, requestTimeout, maxBytes);
  }

  public Endpoint withTls(Tls other) {
    return new Endpoint(url, credential, other, headers, connectTimeout, requestTimeout, maxBytes);
  }

  /// `path` below the endpoint's own path, which may be a prefix such as `/prometheus`.
  URI resolve(String path) {
    if (path.isEmpty()) {
      return url;
    }
    String base = url.getRawPath() == null ? "" : url.getRawPath();
    String prefix = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return URI.create(url.getScheme() + "://" + url.getRawAuthority() + prefix + path);
  }

  /// The URL for messages: without the query, which may hold a token.
  public String shown() {
    return shown(url);
  }

  private static String shown(URI url) {
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return url.getScheme() + "://" + url.getHost() + port + path;
  }

  private static Credential fromUserInfo(String raw) {
    String[] parts = raw.split(":", 2);
    return new Credential.Basic(decode(parts[0]), parts.length > 1 ? decode(parts[1]) : "");
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static URI withoutUser(URI url) {
    try {
      return new URI(
          url.getScheme(), null, url.getHost(), url.getPort(), url.getPath(), url.getQuery(), null);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL: " + shown(url), e);
    }
  }

  /// Header values and credentials stay out of every message.
  @Override
  public String toString() {
    return "Endpoint[" + shown() + "]";
  }
}
