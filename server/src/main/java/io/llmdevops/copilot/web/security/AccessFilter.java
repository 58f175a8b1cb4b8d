package io.llmdevops.copilot.web.security;

import io.llmdevops.copilot.identity.CurrentPrincipal;
import io.llmdevops.copilot.identity.Gate;
import io.llmdevops.copilot.identity.OpenToAll;
import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Principal;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.platform.errors.CopilotException.Forbidden;
import io.llmdevops.copilot.platform.errors.CopilotException.Unauthenticated;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jspecify.annotations.Nullable;

/// The one place where a request gets its principal, and where that is held against what the
/// endpoint requires.
class AccessFilter {
  static final String COOKIE = "copilot_session";
  static final String FORM_FIELD = "csrf";
  static final String FORM_HEADER = "X-CSRF-Token";
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final Gate gate;
  private final CurrentPrincipal current;

  AccessFilter(Gate gate, CurrentPrincipal current) {
    this.gate = gate;
    this.current = current;
  }

  @ServerRequestFilter
  @WithFormRead
  @Priority(Priorities.AUTHENTICATION)
  public Uni<Response> check(
      ContainerRequestContext request, ResourceInfo endpoint, RoutingContext routing) {
    Method method = endpoint.getResourceMethod();
    @Nullable Requires requires = find(method, Requires.class);
    if (requires == null && find(method, OpenToAll.class) == null) {
      throw new Forbidden("this endpoint declares no permission, so nobody may use it");
    }
    if (!gate.locked()) {
      current.set(Principal.LOCAL, "");
      return proceed();
    }
    @Nullable Cookie cookie = routing.request().getCookie(COOKIE);
    Optional<Principal> bearer =
        Optional.ofNullable(routing.request().getHeader("Authorization"))
            .filter(header -> header.regionMatches(true, 0, "Bearer ", 0, 7))
            .flatMap(header -> gate.bearer(header.substring(7).strip()));
    if (bearer.isPresent()) {
      current.set(bearer.get(), "");
      return decide(requires, routing);
    }
    if (cookie == null) {
      return decide(requires, routing);
    }
    // What the wrapper that filters are given does not show: the fields of a form.
    ResteasyReactiveRequestContext form = CurrentRequestManager.get();
    String value = cookie.getValue();
    return Uni.createFrom()
        .item(() -> gate.session(value))
        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
        .flatMap(session -> {
          session.ifPresent(principal -> enter(principal, value, request, form));
          return decide(requires, routing);
        });
  }

  private void enter(
      Principal principal,
      String cookie,
      ContainerRequestContext request,
      ResteasyReactiveRequestContext form) {
    String expected = gate.formToken(cookie);
    if (!SAFE.contains(request.getMethod()) && !Gate.same(expected, sentToken(request, form))) {
      throw new Forbidden(
          "the form is out of date or comes from another site; load the page again");
    }
    current.set(principal, expected);
  }

  private static String sentToken(
      ContainerRequestContext request, ResteasyReactiveRequestContext form) {
    String header = request.getHeaderString(FORM_HEADER);
    if (header != null) {
      return header;
    }
    return form.getFormParameter(FORM_FIELD, true, false) instanceof String text ? text : "";
  }

  private Uni<Response> decide(@Nullable Requires requires, RoutingContext routing) {
    if (requires == null) {
      return proceed();
    }
    Permission needed = requires.value();
    Optional<Principal> who = current.find();
    if (who.isEmpty()) {
      return Uni.createFrom().item(turnAway(routing));
    }
    if (!who.get().may(needed)) {
      throw new Forbidden(who.get().name() + " may not do this; it needs " + needed);
    }
    return proceed();
  }

  /// Programs get 401, people the log-in page.
  private static Response turnAway(RoutingContext routing) {
    String accept = String.valueOf(routing.request().getHeader("Accept"));
    String path = String.valueOf(routing.request().path());
    boolean person =
        routing.request().method().name().equals("GET")
            && accept.contains("text/html")
            && !path.startsWith("/api/");
    if (!person) {
      throw new Unauthenticated(
          "send the admin token as Authorization: Bearer ..., or log in at /login");
    }
    String address = String.valueOf(routing.request().uri());
    if ("cross-site".equals(routing.request().getHeader("Sec-Fetch-Site"))) {
      // A link in a chat or mail: browsers hold a SameSite=Strict cookie back. Asked again from a
      // page of ours, they send it.
      return Response.ok(LoginPages.again(address)).type("text/html;charset=utf-8").build();
    }
    return Response.seeOther(
            URI.create("/login?next=" + URLEncoder.encode(address, StandardCharsets.UTF_8)))
        .build();
  }

  private static Uni<Response> proceed() {
    return Uni.createFrom().nullItem();
  }

  private static <A extends java.lang.annotation.Annotation> @Nullable A find(
      Method method, Class<A> type) {
    A own = method.getAnnotation(type);
    return own != null ? own : method.getDeclaringClass().getAnnotation(type);
  }
}
