package io.llmdevops.copilot.web.api;

import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentFilter;
import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.Incidents;
import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.web.api.IncidentJson.AlertBody;
import io.llmdevops.copilot.web.api.IncidentJson.EntryBody;
import io.llmdevops.copilot.web.api.IncidentJson.EvidenceBody;
import io.llmdevops.copilot.web.api.IncidentJson.IncidentBody;
import io.llmdevops.copilot.web.api.IncidentJson.SignalBody;
import io.llmdevops.copilot.web.api.IncidentJson.Slice;
import io.llmdevops.copilot.web.api.IncidentJson.SuspectBody;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Reading incidents. `{incident}` is an id or what people call it: `INC-42`, or `42`.
@Path("/api/v1/incidents")
@Tag(name = "Incidents")
@Produces(MediaType.APPLICATION_JSON)
@Requires(Permission.READ)
public class IncidentResource {
  private final Incidents incidents;

  IncidentResource(Incidents incidents) {
    this.incidents = incidents;
  }

  @GET
  @Operation(summary = "Incidents, newest first; give `next` back as `cursor` for the next slice")
  public Slice<IncidentBody> list(
      @QueryParam("status") List<String> status,
      @QueryParam("severity") List<String> severity,
      @QueryParam("service") @Nullable String service,
      @QueryParam("q") @Nullable String text,
      @QueryParam("since") @Nullable String since,
      @QueryParam("until") @Nullable String until,
      @QueryParam("open") @DefaultValue("false") boolean open,
      @QueryParam("acknowledged_by") @Nullable String acknowledgedBy,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("50") int limit) {
    IncidentFilter filter =
        new IncidentFilter(
            Parameters.words(IncidentStatus.class, "status", status),
            Parameters.words(Severity.class, "severity", severity),
            Parameters.text(service).orElse(null),
            Parameters.text(text).orElse(null),
            Parameters.time("since", since),
            Parameters.time("until", until),
            open,
            Parameters.text(acknowledgedBy).orElse(null));
    return Slice.of(incidents.list(filter, Parameters.text(cursor), limit), IncidentBody::of);
  }

  @GET
  @Path("/{incident}")
  @Operation(summary = "One incident; its ETag is the version that If-Match takes")
  public Response get(
      @PathParam("incident") String reference,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch) {
    Incident incident = incidents.get(reference);
    if (Parameters.matches(ifNoneMatch, incident.version())) {
      return Response.notModified().header("ETag", Parameters.etag(incident.version())).build();
    }
    return Response.ok(IncidentBody.of(incident))
        .header("ETag", Parameters.etag(incident.version()))
        .build();
  }

  @GET
  @Path("/{incident}/timeline")
  @Operation(summary = "What happened, oldest first; the latest 1,000 entries")
  public Slice<EntryBody> timeline(@PathParam("incident") String reference) {
    return Slice.of(incidents.timeline(incidents.get(reference).id()), EntryBody::of);
  }

  @GET
  @Path("/{incident}/suspects")
  @Operation(summary = "The ranked candidates for the cause, each with its evidence")
  public Slice<SuspectBody> suspects(@PathParam("incident") String reference) {
    return Slice.of(incidents.suspects(incidents.get(reference).id()), SuspectBody::of);
  }

  @GET
  @Path("/{incident}/evidence")
  @Operation(summary = "What was seen, as it was seen")
  public Slice<EvidenceBody> evidence(@PathParam("incident") String reference) {
    return Slice.of(incidents.evidence(incidents.get(reference).id()), EvidenceBody::of);
  }

  @GET
  @Path("/{incident}/signals")
  @Operation(summary = "Its signals, latest first")
  public Slice<SignalBody> signals(
      @PathParam("incident") String reference,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("50") int limit) {
    return Slice.of(
        incidents.signals(incidents.get(reference).id(), Parameters.text(cursor), limit),
        SignalBody::of);
  }

  @GET
  @Path("/{incident}/alerts")
  @Operation(summary = "Its alerts, latest first")
  public Slice<AlertBody> alerts(
      @PathParam("incident") String reference,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("50") int limit) {
    return Slice.of(
        incidents.alerts(incidents.get(reference).id(), Parameters.text(cursor), limit),
        AlertBody::of);
  }
}
