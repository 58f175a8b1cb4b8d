package io.llmdevops.copilot.web.api;

import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.incidents.Evidence;
import io.llmdevops.copilot.incidents.Incidents;
import io.llmdevops.copilot.web.api.IncidentJson.EvidenceBody;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Evidence never changes, so an answer may be kept for ever.
@Path("/api/v1/evidence/{id}")
@Tag(name = "Incidents")
@Produces(MediaType.APPLICATION_JSON)
@Requires(Permission.READ)
public class EvidenceResource {
  private final Incidents incidents;

  EvidenceResource(Incidents incidents) {
    this.incidents = incidents;
  }

  @GET
  @Operation(summary = "One piece of evidence with its stored answer")
  public Response get(@PathParam("id") String id) {
    Evidence evidence = incidents.evidenceById(Parameters.id(id));
    return Response.ok(EvidenceBody.of(evidence))
        .header("ETag", "\"" + evidence.answer().sha256() + "\"")
        .header("Cache-Control", "private, max-age=31536000, immutable")
        .build();
  }
}
