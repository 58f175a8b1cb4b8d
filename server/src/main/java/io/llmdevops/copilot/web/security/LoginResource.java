package io.llmdevops.copilot.web.security;

import io.llmdevops.copilot.identity.Gate;
import io.llmdevops.copilot.identity.Gate.LogIn;
import io.llmdevops.copilot.identity.OpenToAll;
import io.llmdevops.copilot.platform.errors.CopilotException.Unauthenticated;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/// Logging in with the admin token, and out again. Plain forms: works without scripts.
@Path("/")
@OpenToAll("this is where people say who they are; attempts are limited and checked in Gate")
@RunOnVirtualThread
public class LoginResource {
  private final Gate gate;

  LoginResource(Gate gate) {
    this.gate = gate;
  }

  @GET
  @Path("login")
  @Produces(MediaType.TEXT_HTML)
  @Operation(hidden = true)
  public Response page(@QueryParam("next") @DefaultValue("/") String next) {
    if (!gate.locked()) {
      return Response.seeOther(URI.create("/")).build();
    }
    return html(200, local(next), "");
  }

  @POST
  @Path("login")
  @Produces(MediaType.TEXT_HTML)
  @Operation(hidden = true)
  public Response logIn(
      @FormParam("token") @DefaultValue("") String token,
      @FormParam("next") @DefaultValue("/") String next,
      RoutingContext request) {
    try {
      LogIn done = gate.logIn(token.strip(), request.request().remoteAddress().hostAddress());
      return Response.seeOther(URI.create(local(next)))
          .cookie(cookie(done.cookie(), done.lifetime(), request))
          .build();
    } catch (Unauthenticated e) {
      return html(401, local(next), "That is not the token this server was started with.");
    } catch (Unavailable e) {
      return html(429, local(next), "Too many attempts. Wait five minutes and try again.");
    }
  }

  @POST
  @Path("sign-out")
  @Operation(hidden = true)
  public Response logOut(
      @CookieParam(AccessFilter.COOKIE) @Nullable String cookie, RoutingContext request) {
    if (cookie != null) {
      gate.logOut(cookie);
    }
    return Response.seeOther(URI.create("/login"))
        .cookie(cookie("", Duration.ZERO, request))
        .build();
  }

  private static Response html(int status, String next, String problem) {
    return Response.status(status)
        .type("text/html;charset=utf-8")
        .header("Cache-Control", "no-store")
        .entity(LoginPages.login(next, problem))
        .build();
  }

  private static NewCookie cookie(String value, Duration lifetime, RoutingContext request) {
    boolean encrypted =
        request.request().isSSL()
            || "https".equalsIgnoreCase(request.request().getHeader("X-Forwarded-Proto"));
    return new NewCookie.Builder(AccessFilter.COOKIE)
        .value(value)
        .path("/")
        .httpOnly(true)
        .secure(encrypted)
        .sameSite(NewCookie.SameSite.STRICT)
        .maxAge(Math.toIntExact(lifetime.toSeconds()))
        .build();
  }

  /// Only an address of ours; `//host` and `/\host` lead elsewhere.
  static String local(String next) {
    return next.matches("/([^/\\\\\\p{Cntrl}][^\\\\\\p{Cntrl}]*)?") ? next : "/";
  }
}
