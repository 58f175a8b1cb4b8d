package io.llmdevops.copilot.cli.server;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path with its parameters; absent ones are left out.
public record Query(String text) {
  public static Query of(String path) {
    return new Query(path);
  }

  public Query with(String name, @Nullable String value) {
    return value == null || value.isEmpty()
        ? this
        : new Query(text + (text.indexOf('?') < 0 ? '?' : '&') + name + '=' + encoded(value));
  }

  public Query withEach(String name, List<String> values) {
    Query query = this;
    for (String value : values) {
      query = query.with(name, value);
    }
    return query;
  }

  /// One step of a path.
  public static String segment(String text) {
    return encoded(text).replace("+", "%20");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
