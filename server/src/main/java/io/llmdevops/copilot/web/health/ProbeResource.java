package io.llmdevops.copilot.web.health;

import io.llmdevops.copilot.identity.OpenToAll;
import io.llmdevops.copilot.web.health.Probes.Answer;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/// Probes and metrics on the main port; with a management port the front door closes these.
@Path("/")
@OpenToAll("probes and scrapers carry no credential; nothing in here is confidential")
public class ProbeResource {
  private final Probes probes;

  ProbeResource(Probes probes) {
    this.probes = probes;
  }

  @GET
  @Path("health")
  @RunOnVirtualThread
  @Operation(summary = "State of each dependency; 200 as long as the process lives")
  public Response health() {
    return answer("/health", "");
  }

  /// On the event loop: it says that this one turns, and nothing that is busy can hold it up.
  @GET
  @Path("health/live")
  @NonBlocking
  @Operation(summary = "Whether the process lives")
  public Response live() {
    return answer("/health/live", "");
  }

  @GET
  @Path("health/ready")
  @RunOnVirtualThread
  @Operation(summary = "Whether requests should be sent here")
  public Response ready() {
    return answer("/health/ready", "");
  }

  @GET
  @Path("health/started")
  @NonBlocking
  @Operation(summary = "Whether the start is complete")
  public Response started() {
    return answer("/health/started", "");
  }

  @GET
  @Path("metrics")
  @RunOnVirtualThread
  @Operation(summary = "Metrics for Prometheus")
  @APIResponse(
      responseCode = "200",
      description = "In the text format, or in OpenMetrics where that is accepted",
      content = @Content(mediaType = "text/plain"))
  public Response metrics(@HeaderParam("Accept") @DefaultValue("") String accept) {
    return answer("/metrics", accept);
  }

  private Response answer(String path, String accept) {
    Answer answer = probes.to(path, accept).orElseThrow(NotFoundException::new);
    return Response.status(answer.status())
        .header("Content-Type", answer.type())
        .header("Cache-Control", "no-store")
        .entity(answer.body())
        .build();
  }
}
