package io.llmdevops.copilot.platform.database;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Turns what the operator configured into the URL that the driver takes: both notations
/// (`jdbc:postgresql:` and the `postgresql:` of PostgreSQL's own tools), TLS, and time-outs without
/// which a database that vanishes would hold a thread for the quarter of an hour that TCP takes to
/// give up, and one that hangs for ever.
final class DatabaseUrl {
  private static final Map<String, String> PRESET =
      Map.of(
          "ApplicationName", "llm-copilot-agent",
          "connectTimeout", "5",
          "socketTimeout", "30",
          "tcpKeepAlive", "true",
          "reWriteBatchedInserts", "true");

  private DatabaseUrl() {}

  static ServerAddress of(DatabaseSettings settings, String url) {
    if (url.startsWith("jdbc:postgresql:")) {
      return new ServerAddress(
          with(url, settings), settings.user().orElse(""), settings.password().orElse(""));
    }
    if (!url.startsWith("postgresql://") && !url.startsWith("postgres://")) {
      throw new IllegalArgumentException(
          "copilot.database.url must start with jdbc:postgresql:// or postgresql://");
    }
    URI uri = URI.create(url);
    String[] login = Optional.ofNullable(uri.getUserInfo()).orElse("").split(":", 2);
    String jdbc =
        "jdbc:postgresql://"
            + uri.getHost()
            + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
            + uri.getRawPath()
            + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    return new ServerAddress(
        with(jdbc, settings),
        settings.user().orElse(login[0]),
        settings.password().orElse(login.length > 1 ? login[1] : ""));
  }

  private static String with(String url, DatabaseSettings settings) {
    Map<String, String> parameters = new LinkedHashMap<>(PRESET);
    settings.tls().ifPresent(mode -> parameters.put("sslmode", mode));
    settings.tlsCa().ifPresent(file -> parameters.put("sslrootcert", file));
    settings.tlsCert().ifPresent(file -> parameters.put("sslcert", file));
    settings.tlsKey().ifPresent(file -> parameters.put("sslkey", file));
    // What the operator wrote in the URL stands.
    parameters
        .keySet()
        .removeIf(name -> url.contains("?" + name + "=") || url.contains("&" + name + "="));
    String added =
        parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return url + (url.contains("?") ? "&" : "?") + added;
  }
}
