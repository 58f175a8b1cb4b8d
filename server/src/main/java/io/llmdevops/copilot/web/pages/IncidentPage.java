package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.incidents.Action;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.Incidents;
import io.llmdevops.copilot.incidents.Overview;
import io.llmdevops.copilot.incidents.Suspect;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// `/incidents/INC-42`: one incident, and what people do with it. Each action is a form that works
/// without a script; a success leads back to the page, a conflict shows the page as it is now and
/// says what happened.
@Requires(Permission.READ)
@Path("/incidents/{reference}")
@Produces(MediaType.TEXT_HTML)
public class IncidentPage {
  private static final int MEMBERS = 50;

  private final Shells shells;
  private final Incidents incidents;
  private final Overview overview;
  private final InstantSource time;

  IncidentPage(Shells shells, Incidents incidents, Overview overview, InstantSource time) {
    this.shells = shells;
    this.incidents = incidents;
    this.overview = overview;
    this.time = time;
  }

  @GET
  public TemplateInstance get(
      @PathParam("reference") String reference, @Context HttpHeaders headers) {
    return page(incidents.get(reference), headers, "");
  }

  @POST
  @Requires(Permission.OPERATE)
  @Path("/{step: acknowledge|mitigate|resolve|reopen}")
  public Response act(
      @PathParam("reference") String reference,
      @PathParam("step") String step,
      @FormParam("version") long version,
      @Context HttpHeaders headers) {
    Incident incident = incidents.get(reference);
    Action action = Action.by(shells.visitor().name()).expecting(version);
    try {
      switch (step) {
        case "acknowledge" -> incidents.acknowledge(incident.id(), action);
        case "mitigate" -> incidents.mitigate(incident.id(), action);
        case "resolve" -> incidents.resolve(incident.id(), action);
        default -> incidents.reopen(incident.id(), action);
      }
    } catch (CopilotException.Conflict | CopilotException.PreconditionFailed e) {
      return conflict(incidents.get(reference), headers);
    }
    return back(incident);
  }

  @POST
  @Requires(Permission.OPERATE)
  @Path("/comment")
  public Response comment(
      @PathParam("reference") String reference, @FormParam("text") @DefaultValue("") String text) {
    if (text.isBlank()) {
      throw new CopilotException.BadRequest("an empty comment says nothing; write something");
    }
    if (text.length() > Action.LONGEST_NOTE) {
      throw new CopilotException.BadRequest(
          "a comment holds at most %d characters, this one %d"
              .formatted(Action.LONGEST_NOTE, text.length()));
    }
    Incident incident = incidents.get(reference);
    incidents.comment(incident.id(), Action.by(shells.visitor().name()).saying(text.strip()));
    return back(incident);
  }

  private static Response back(Incident incident) {
    return Response.seeOther(URI.create("/incidents/" + incident.label())).build();
  }

  private Response conflict(Incident current, HttpHeaders headers) {
    String problem =
        "Not done: this incident changed while you were looking at it. It is now %s. Decide again on what you see."
            .formatted(
                Tone.of(current.state().status()).label().toLowerCase(java.util.Locale.ROOT));
    return Response.status(Response.Status.CONFLICT)
        .entity(page(current, headers, problem))
        .build();
  }

  private TemplateInstance page(Incident incident, HttpHeaders headers, String problem) {
    List<Suspect> suspects = incidents.suspects(incident.id());
    IncidentView view =
        IncidentView.of(
            new IncidentView.Material(
                incident,
                suspects,
                Cited.by(suspects, incidents.evidence(incident.id())),
                incidents.timeline(incident.id()),
                incidents.signals(incident.id(), Optional.empty(), MEMBERS).items(),
                incidents.alerts(incident.id(), Optional.empty(), MEMBERS).items(),
                overview.callsAround(new HashSet<>(incident.scope().services())).stream()
                    .map(call -> new CallPicture.Call(call.caller(), call.callee()))
                    .toList()),
            time.instant());
    return Templates.incident(
        shells.page(headers, incident.label() + " " + incident.title(), "incidents"),
        view,
        problem);
  }
}
