package io.llmdevops.copilot.web.security;

import io.vertx.ext.web.RoutingContext;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/// The id that ties the log lines of one request together: the caller's (W3C Trace Context, section
/// 3.2), or a new one of the same form.
public final class Trace {
  private static final String KEY = "copilot.trace";
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

  private Trace() {}

  public static String of(RoutingContext request) {
    String known = request.get(KEY);
    if (known != null) {
      return known;
    }
    // With tracing on, OpenTelemetry has put its own there.
    Object traced = MDC.get("traceId");
    String made =
        traced instanceof String id && !id.isEmpty()
            ? id
            : from(request.request().getHeader("traceparent"));
    request.put(KEY, made);
    return made;
  }

  private static String from(@org.jspecify.annotations.Nullable String traceparent) {
    Matcher matcher = TRACEPARENT.matcher(traceparent == null ? "" : traceparent);
    if (matcher.matches() && !matcher.group(1).equals("0".repeat(32))) {
      return matcher.group(1);
    }
    // Only unique, not secret: no need of a SecureRandom on each request.
    byte[] bytes = new byte[16];
    ThreadLocalRandom.current().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
