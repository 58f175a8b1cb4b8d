package io.llmdevops.copilot.web.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.web.errors.Answers.Answer;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Leads every failure of an endpoint to [Answers]. The specific types are here because the
/// framework has mappers of its own for them, and the most specific one wins.
class FailureMappers {
  private final Answers answers;

  FailureMappers(Answers answers) {
    this.answers = answers;
  }

  @ServerExceptionMapper
  Response known(CopilotException e, RoutingContext request) {
    return response(e, request);
  }

  @ServerExceptionMapper
  Response notFound(NotFoundException e, RoutingContext request) {
    return response(e, request);
  }

  /// A redirection or a complete answer stays what it is.
  @ServerExceptionMapper
  Response framework(WebApplicationException e, RoutingContext request) {
    Response given = e.getResponse();
    return given.getStatus() < 400 ? given : response(e, request);
  }

  @ServerExceptionMapper
  Response shape(MismatchedInputException e, RoutingContext request) {
    return response(e, request);
  }

  @ServerExceptionMapper
  Response json(JsonProcessingException e, RoutingContext request) {
    return response(e, request);
  }

  @ServerExceptionMapper
  Response anything(Exception e, RoutingContext request) {
    return response(e, request);
  }

  private Response response(Exception e, RoutingContext request) {
    Answer answer = answers.to(e, request);
    Response.ResponseBuilder response =
        Response.status(answer.status()).type(answer.type()).entity(answer.body());
    answer.retryAfterSeconds().ifPresent(s -> response.header("Retry-After", s));
    if (answer.status() == 401) {
      response.header("WWW-Authenticate", "Bearer realm=\"llm-copilot\"");
    }
    return response.build();
  }
}
