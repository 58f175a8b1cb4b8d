package io.llmdevops.copilot.web.health;

import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import io.llmdevops.copilot.web.ServerSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A port for probes and metrics only, so that the main one can face the world. Quarkus has one
/// too, but whether it exists is fixed when the program is built.
@ApplicationScoped
class ManagementPort {
  /// Open early: a start that waits for its database is alive, and says so.
  private static final int EARLY = 5;

  /// Closed last: readiness must say 503 all through the shutdown.
  private static final int LATE = 10_000;

  private final Vertx vertx;
  private final ServerSettings settings;
  private final Probes probes;
  private @Nullable HttpServer server;

  ManagementPort(Vertx vertx, ServerSettings settings, Probes probes) {
    this.vertx = vertx;
    this.settings = settings;
    this.probes = probes;
  }

  void open(@Observes @Priority(EARLY) StartupEvent event) {
    settings.managementPort().ifPresent(this::listen);
  }

  private void listen(int port) {
    try {
      server =
          vertx
              .createHttpServer()
              .requestHandler(this::answer)
              .listen(port, settings.host())
              .toCompletionStage()
              .toCompletableFuture()
              .join();
    } catch (java.util.concurrent.CompletionException e) {
      throw new Unavailable(
          "cannot listen on the management port "
              + settings.host()
              + ":"
              + port
              + " ("
              + String.valueOf(e.getCause())
              + "); set COPILOT_SERVER_MANAGEMENT_PORT",
          Duration.ZERO,
          e);
    }
  }

  private void answer(HttpServerRequest request) {
    String accept = Optional.ofNullable(request.getHeader("Accept")).orElse("");
    String path = String.valueOf(request.path());
    Thread.ofVirtual()
        .name("management")
        .start(() ->
            probes
                .to(path, accept)
                .ifPresentOrElse(
                    found ->
                        request
                            .response()
                            .setStatusCode(found.status())
                            .putHeader("Content-Type", found.type())
                            .putHeader("X-Content-Type-Options", "nosniff")
                            .end(found.body()),
                    () -> request.response().setStatusCode(404).end()));
  }

  void close(@Observes @Priority(LATE) ShutdownEvent event) {
    if (server != null) {
      server.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
