package io.llmdevops.copilot.web.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.web.security.Trace;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;
import org.jboss.logging.Logger;

/// Makes the answer to a failure: problem details, or a page when a browser asks for one outside of
/// the API. What is ours is logged here, once, under the id that the caller sees.
@ApplicationScoped
public class Answers {
  private static final Logger LOG = Logger.getLogger("io.llmdevops.copilot.web");

  private final ObjectMapper json;
  private final IdSource ids;
  private final Instance<ErrorPage> page;

  Answers(ObjectMapper json, IdSource ids, Instance<ErrorPage> page) {
    this.json = json;
    this.ids = ids;
    this.page = page;
  }

  /// @param type of `body`
  record Answer(int status, String type, String body, Optional<Long> retryAfterSeconds) {}

  Answer to(Throwable thrown, RoutingContext request) {
    return answer(Failure.of(thrown), thrown, request);
  }

  private Answer answer(Failure failure, Throwable thrown, RoutingContext request) {
    String trace = Trace.of(request);
    String errorId = "";
    if (failure.ours()) {
      errorId = ids.next().toString();
      LOG.errorf(
          thrown,
          "%s %s failed (error_id %s)",
          request.request().method(),
          request.request().path(),
          errorId);
    } else if (failure.status() == 503) {
      LOG.warnf(
          "%s %s: %s", request.request().method(), request.request().path(), failure.detail());
    }
    Optional<Long> retry = failure.retryAfter().map(d -> Math.max(1, d.toSeconds()));
    if (wantsPage(request)) {
      return new Answer(
          failure.status(),
          "text/html;charset=utf-8",
          html(failure, errorId.isEmpty() ? trace : errorId),
          retry);
    }
    return new Answer(failure.status(), Problem.MEDIA_TYPE, body(failure, errorId, request), retry);
  }

  /// For failures that never reach an endpoint.
  public void write(RoutingContext request, int status, String detail) {
    Answer answer = answer(Failure.of(status, detail), new IllegalStateException(detail), request);
    request
        .response()
        .setStatusCode(answer.status())
        .putHeader("Content-Type", answer.type())
        .end(answer.body());
  }

  static boolean wantsPage(RoutingContext request) {
    String accept = request.request().getHeader("Accept");
    String path = String.valueOf(request.request().path());
    return accept != null && accept.contains("text/html") && !path.startsWith("/api/");
  }

  private String body(Failure failure, String errorId, RoutingContext request) {
    try {
      return json.writeValueAsString(
          new Problem(
              failure.title(),
              failure.status(),
              failure.detail(),
              request.request().path(),
              errorId.isEmpty() ? null : errorId,
              Trace.of(request)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String html(Failure failure, String id) {
    if (page.isResolvable()) {
      return page.get().render(failure.status(), failure.title(), failure.detail(), id);
    }
    return """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"><title>%s</title>
    <link rel="stylesheet" href="/login/style.css"></head>
    <body><main><h1>%s</h1><p>%s</p><p><small>%d · %s</small></p>
    <p><a href="/">Go to the overview</a></p></main></body></html>
    """
        .formatted(
            escape(failure.title()),
            escape(failure.title()),
            escape(failure.detail()),
            failure.status(),
            escape(id));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
