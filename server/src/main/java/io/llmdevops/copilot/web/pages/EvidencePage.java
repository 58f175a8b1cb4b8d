package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.incidents.Evidence;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.Incidents;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/// `/evidence/{id}`: one stored answer on its own, and its series for the charts.
@Requires(Permission.READ)
@Path("/evidence/{id}")
public class EvidencePage {
  private final Shells shells;
  private final Incidents incidents;
  private final InstantSource time;

  EvidencePage(Shells shells, Incidents incidents, InstantSource time) {
    this.shells = shells;
    this.incidents = incidents;
    this.time = time;
  }

  @GET
  @Produces(MediaType.TEXT_HTML)
  public TemplateInstance get(@PathParam("id") UUID id, @Context HttpHeaders headers) {
    Evidence evidence = incidents.evidenceById(id);
    Incident incident = incidents.get(evidence.incident());
    Instant resolved = incident.times().resolvedAt();
    EvidenceView view =
        EvidenceView.of(
            1,
            evidence,
            new EvidenceView.Interval(
                incident.times().startedAt().toEpochMilli(),
                resolved == null ? null : resolved.toEpochMilli()),
            Optional.empty(),
            time.instant());
    return Templates.evidence(
        shells.page(headers, evidence.title(), "incidents"), view, incident.label());
  }

  /// Evidence never changes, so its hash is its ETag.
  @GET
  @Path("/chart")
  @Produces(MediaType.APPLICATION_JSON)
  public Response chart(@PathParam("id") UUID id, @Context Request request) {
    Evidence evidence = incidents.evidenceById(id);
    EntityTag tag = new EntityTag(evidence.answer().sha256());
    Response.ResponseBuilder unchanged = request.evaluatePreconditions(tag);
    Response.ResponseBuilder response =
        unchanged != null
            ? unchanged
            : Response.ok(Chart.read(evidence.answer().json(), evidence.query().unit()).drawing());
    return response.tag(tag).header("Cache-Control", "private, max-age=86400").build();
  }
}
