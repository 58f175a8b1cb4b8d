package io.llmdevops.copilot.web.security;

import io.llmdevops.copilot.identity.Gate;
import io.llmdevops.copilot.web.ServerSettings;
import io.llmdevops.copilot.web.errors.Answers;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What every request passes first, whatever serves it: security headers, requests that a web site
/// sends behind the back of its visitor, bodies that are too large, paths that live on another
/// port. Who asks and what they may is [AccessFilter]'s part.
@ApplicationScoped
class FrontDoor {
  private static final int FIRST = 1000;
  private static final Set<HttpMethod> SAFE =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
              + " form-action 'self'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private final ServerSettings settings;
  private final Gate gate;
  private final Answers answers;
  private final OwnHosts hosts;

  FrontDoor(ServerSettings settings, Gate gate, Answers answers) {
    this.settings = settings;
    this.gate = gate;
    this.answers = answers;
    this.hosts = new OwnHosts(settings.host(), settings.publicUrl());
  }

  void register(@Observes Filters filters, AccessLog accessLog) {
    filters.register(accessLog::follow, FIRST + 1);
    filters.register(this::pass, FIRST);
  }

  /// What the router itself refuses gets the same form as everything else.
  void register(@Observes Router router) {
    router.errorHandler(404, c -> answers.write(c, 404, "there is nothing at this address"));
    router.errorHandler(413, this::refuseBody);
    router.errorHandler(400, c -> answers.write(c, 400, "the request cannot be read"));
  }

  private void pass(RoutingContext context) {
    HttpServerRequest request = context.request();
    HEADERS.forEach(context.response()::putHeader);
    Leftovers.readAway(context, settings.maxBodyBytes());
    String path = String.valueOf(request.path());
    if (path.startsWith("/q/") || (movedAway(path) && settings.managementPort().isPresent())) {
      answers.write(context, 404, "there is nothing at this address");
    } else if (!gate.locked() && !hosts.local(request.getHeader("Host"))) {
      answers.write(
          context,
          421,
          "this server is used as "
              + settings.host()
              + " only; requests for another host name are refused");
    } else if (!SAFE.contains(request.method()) && foreign(request)) {
      answers.write(context, 403, "a request from another web site was refused");
    } else if (contentLength(request) > settings.maxBodyBytes()) {
      refuseBody(context);
    } else {
      context.next();
    }
  }

  /// The connection is cut off when more of the body comes than is read away: a client that knows
  /// uses another one for its next request.
  private void refuseBody(RoutingContext context) {
    context.response().putHeader("Connection", "close");
    answers.write(context, 413, tooLarge(settings.maxBodyBytes()));
  }

  static boolean movedAway(String path) {
    return path.equals("/metrics") || path.equals("/health") || path.startsWith("/health/");
  }

  /// Browsers put the origin into every request that can change something.
  private boolean foreign(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return "cross-site".equals(request.getHeader("Sec-Fetch-Site"));
    }
    return !hosts.same(origin, request.getHeader("Host"));
  }

  private static long contentLength(HttpServerRequest request) {
    @Nullable String length = request.getHeader("Content-Length");
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
  }

  static String tooLarge(long limit) {
    return "the body is larger than " + limit + " bytes (copilot.server.max-body-bytes)";
  }
}
