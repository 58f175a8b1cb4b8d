package io.llmdevops.copilot.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.identity.CurrentPrincipal;
import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.incidents.Action;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.Incidents;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.web.api.IncidentJson.IncidentBody;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What people do with incidents. `If-Match` makes an action conditional on the version that was
/// seen (412 otherwise), `Idempotency-Key` makes it safe to repeat.
@Path("/api/v1/incidents/{incident}")
@Tag(name = "Incidents")
@Produces(MediaType.APPLICATION_JSON)
@Requires(Permission.OPERATE)
public class IncidentActionResource {
  private final Incidents incidents;
  private final CurrentPrincipal who;
  private final Repeats repeats;
  private final ObjectMapper json;

  IncidentActionResource(
      Incidents incidents, CurrentPrincipal who, Repeats repeats, ObjectMapper json) {
    this.incidents = incidents;
    this.who = who;
    this.repeats = repeats;
    this.json = json;
  }

  /// Of which incident, on what condition, and as the repeat of which request.
  public record Asked(
      @PathParam("incident") String reference,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("Idempotency-Key") @Nullable String key) {}

  public record Said(@Nullable String note) {}

  public record StatusChange(@Nullable String status, @Nullable String note) {}

  public record Target(@Nullable String into, @Nullable String note) {}

  private static final Said SAYS_NOTHING = new Said(null);
  private static final StatusChange NO_CHANGE = new StatusChange(null, null);
  private static final Target NO_TARGET = new Target(null, null);

  private interface Deed {
    Incident on(UUID incident, Action action);
  }

  @POST
  @Path("/acknowledge")
  @Operation(summary = "Somebody has taken it on")
  public Response acknowledge(
      @BeanParam Asked asked,
      @RequestBody(content = @Content(schema = @Schema(implementation = Said.class))) String body) {
    return act(asked, "acknowledge", note(body), incidents::acknowledge);
  }

  @POST
  @Path("/investigate")
  @Operation(summary = "Somebody looks for the cause")
  public Response investigate(
      @BeanParam Asked asked,
      @RequestBody(content = @Content(schema = @Schema(implementation = Said.class))) String body) {
    return act(asked, "investigate", note(body), incidents::investigate);
  }

  @POST
  @Path("/mitigate")
  @Operation(summary = "Users no longer suffer; the cause may remain")
  public Response mitigate(
      @BeanParam Asked asked,
      @RequestBody(content = @Content(schema = @Schema(implementation = Said.class))) String body) {
    return act(asked, "mitigate", note(body), incidents::mitigate);
  }

  @POST
  @Path("/resolve")
  @Operation(summary = "It is over")
  public Response resolve(
      @BeanParam Asked asked,
      @RequestBody(content = @Content(schema = @Schema(implementation = Said.class))) String body) {
    return act(asked, "resolve", note(body), incidents::resolve);
  }

  @POST
  @Path("/reopen")
  @Operation(summary = "It is not over after all")
  public Response reopen(
      @BeanParam Asked asked,
      @RequestBody(content = @Content(schema = @Schema(implementation = Said.class))) String body) {
    return act(asked, "reopen", note(body), incidents::reopen);
  }

  @POST
  @Path("/comment")
  @Operation(summary = "Add a line to the timeline")
  public Response comment(
      @BeanParam Asked asked,
      @RequestBody(content = @Content(schema = @Schema(implementation = Said.class))) String body) {
    return act(asked, "comment", note(body), incidents::comment);
  }

  @POST
  @Path("/merge")
  @Operation(summary = "It is part of another incident, which gets its signals and alerts")
  public Response merge(
      @BeanParam Asked asked,
      @RequestBody(content = @Content(schema = @Schema(implementation = Target.class)))
          String body) {
    Target target = read(body, Target.class, NO_TARGET);
    if (target.into() == null) {
      throw new CopilotException.BadRequest("name the other incident: {\"into\": \"INC-42\"}");
    }
    String into = target.into();
    return act(
        asked,
        "merge " + into,
        target.note(),
        (id, action) -> incidents.merge(id, incidents.get(into).id(), action));
  }

  @PATCH
  @Operation(summary = "Change the status: {\"status\": \"acknowledged\"}")
  public Response patch(
      @BeanParam Asked asked,
      @RequestBody(content = @Content(schema = @Schema(implementation = StatusChange.class)))
          String body) {
    StatusChange change = read(body, StatusChange.class, NO_CHANGE);
    if (change.status() == null) {
      throw new CopilotException.BadRequest("name the new status: {\"status\": \"resolved\"}");
    }
    Deed deed =
        switch (Parameters.word(IncidentStatus.class, "status", change.status())) {
          case ACKNOWLEDGED -> incidents::acknowledge;
          case INVESTIGATING -> incidents::investigate;
          case MITIGATED -> incidents::mitigate;
          case RESOLVED -> incidents::resolve;
          case DETECTED -> incidents::reopen;
          case SUPPRESSED ->
              throw new CopilotException.BadRequest(
                  "an incident is suppressed by a silence or a maintenance window; create one at"
                      + " /api/v1/maintenance-windows");
        };
    return act(asked, "patch " + change.status(), change.note(), deed);
  }

  private @Nullable String note(String body) {
    return read(body, Said.class, SAYS_NOTHING).note();
  }

  /// An action needs no body, and then no content type either.
  private <T> T read(String body, Class<T> type, T absent) {
    if (body.isBlank()) {
      return absent;
    }
    try {
      @Nullable T read = json.readValue(body, type);
      return read == null ? absent : read; // JSON's own null is no body either
    } catch (JsonProcessingException e) {
      throw new CopilotException.BadRequest(
          "the body is not the expected JSON: " + e.getOriginalMessage(), e);
    }
  }

  private Response act(Asked asked, String name, @Nullable String note, Deed deed) {
    String actor = who.get().name();
    return repeats.once(
        actor,
        asked.key(),
        "%s %s %s %s".formatted(asked.reference(), name, asked.ifMatch(), note),
        () -> {
          Incident after =
              deed.on(incidents.get(asked.reference()).id(), action(actor, asked.ifMatch(), note));
          return new Repeats.Answer(200, IncidentBody.of(after), Parameters.etag(after.version()));
        });
  }

  private static Action action(String actor, @Nullable String ifMatch, @Nullable String note) {
    try {
      return new Action(actor, Parameters.version(ifMatch), note);
    } catch (IllegalArgumentException e) {
      throw new CopilotException.BadRequest(String.valueOf(e.getMessage()), e);
    }
  }
}
