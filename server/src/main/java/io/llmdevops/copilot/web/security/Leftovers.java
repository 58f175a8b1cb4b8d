package io.llmdevops.copilot.web.security;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/// What comes of a body after its request has been answered. It is read away, so that the sender
/// sees the answer and the connection can serve its next request; a sender that does not end is cut
/// off. Left alone, the framework would keep it in memory.
final class Leftovers {
  private Leftovers() {}

  static void readAway(RoutingContext context, long limit) {
    HttpServerRequest request = context.request();
    context.addEndHandler(done -> {
      if (!request.isEnded()) {
        context.vertx().runOnContext(on -> discard(request, limit));
      }
    });
  }

  private static void discard(HttpServerRequest request, long limit) {
    if (request.isEnded()) {
      return;
    }
    long most = request.bytesRead() + limit;
    request.handler(more -> {
      if (request.bytesRead() > most) {
        request.connection().close();
      }
    });
    request.resume();
  }
}
