package io.llmdevops.copilot.web.security;

import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/// One line a request, with how long it took. Probes, scrapes, assets and alert deliveries that
/// were taken (thousands a second in a storm, and counted) only at `debug`.
@ApplicationScoped
class AccessLog {
  private static final Logger LOG = Logger.getLogger("io.llmdevops.copilot.http");

  void follow(RoutingContext context) {
    long began = System.nanoTime();
    MDC.put("trace_id", Trace.of(context));
    context.addEndHandler(done -> write(context, System.nanoTime() - began));
    context.next();
  }

  private static void write(RoutingContext context, long nanos) {
    String path = String.valueOf(context.request().path());
    int status = context.response().getStatusCode();
    Logger.Level level = quiet(path, status) ? Logger.Level.DEBUG : Logger.Level.INFO;
    if (!LOG.isEnabled(level)) {
      return;
    }
    Map<String, String> fields =
        Map.of(
            "trace_id", Trace.of(context),
            "method", context.request().method().name(),
            "path", path,
            "status", Integer.toString(status),
            "duration_ms", String.valueOf(Math.round(nanos / 1e3) / 1e3));
    fields.forEach(MDC::put);
    try {
      LOG.logf(level, "%s %s %d", context.request().method(), path, status);
    } finally {
      fields.keySet().forEach(MDC::remove);
    }
  }

  private static boolean quiet(String path, int status) {
    return FrontDoor.movedAway(path)
        || path.startsWith("/assets/")
        || (status == 200 && path.startsWith("/api/v1/webhooks/"));
  }
}
