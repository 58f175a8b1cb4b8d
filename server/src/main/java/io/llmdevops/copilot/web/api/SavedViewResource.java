package io.llmdevops.copilot.web.api;

import io.llmdevops.copilot.identity.CurrentPrincipal;
import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.incidents.SavedViews;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.web.api.IncidentJson.Slice;
import io.llmdevops.copilot.web.api.IncidentJson.ViewBody;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The named lists of whoever asks.
@Path("/api/v1/saved-views")
@Tag(name = "Saved views")
@Produces(MediaType.APPLICATION_JSON)
@Requires(Permission.READ)
public class SavedViewResource {
  private final SavedViews views;
  private final CurrentPrincipal who;
  private final Repeats repeats;

  SavedViewResource(SavedViews views, CurrentPrincipal who, Repeats repeats) {
    this.views = views;
    this.who = who;
    this.repeats = repeats;
  }

  public record Wanted(@Nullable String name, @Nullable String query) {}

  @GET
  @Operation(summary = "Your views, by name")
  public Slice<ViewBody> list() {
    return Slice.of(views.list(who.get().name()), ViewBody::of);
  }

  @POST
  @Operation(summary = "Keep a list under a name; a name that you have gets the new query")
  @APIResponse(
      responseCode = "201",
      description = "Kept",
      content = @Content(schema = @Schema(implementation = ViewBody.class)))
  public Response save(
      @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable Wanted wanted) {
    if (wanted == null || wanted.name() == null || wanted.query() == null) {
      throw new CopilotException.BadRequest("a view needs 'name' and 'query'");
    }
    String name = wanted.name();
    String query = wanted.query();
    String owner = who.get().name();
    return repeats.once(
        owner,
        key,
        "view " + wanted,
        () -> new Repeats.Answer(201, ViewBody.of(views.save(owner, name, query)), null));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Forget a view")
  public void delete(@PathParam("id") String id) {
    views.delete(who.get().name(), Parameters.id(id));
  }
}
