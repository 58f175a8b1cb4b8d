package io.llmdevops.copilot.web.api;

import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.incidents.SignalFilter;
import io.llmdevops.copilot.incidents.SignalKind;
import io.llmdevops.copilot.incidents.Watches;
import io.llmdevops.copilot.web.api.IncidentJson.SignalBody;
import io.llmdevops.copilot.web.api.IncidentJson.Slice;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Signals, whether or not they belong to an incident.
@Path("/api/v1/signals")
@Tag(name = "Signals")
@Produces(MediaType.APPLICATION_JSON)
@Requires(Permission.READ)
public class SignalResource {
  private final Watches watches;

  SignalResource(Watches watches) {
    this.watches = watches;
  }

  @GET
  @Operation(summary = "Signals, newest first; give `next` back as `cursor` for the next slice")
  public Slice<SignalBody> list(
      @QueryParam("service") @Nullable String service,
      @QueryParam("kind") @Nullable String kind,
      @QueryParam("open") @Nullable Boolean open,
      @QueryParam("since") @Nullable String since,
      @QueryParam("watch") @Nullable String watch,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("50") int limit) {
    SignalFilter filter =
        new SignalFilter(
            Parameters.text(service).orElse(null),
            Parameters.text(kind)
                .map(word -> Parameters.word(SignalKind.class, "kind", word))
                .orElse(null),
            open,
            Parameters.time("since", since),
            Parameters.text(watch).orElse(null));
    return Slice.of(watches.signals(filter, Parameters.text(cursor), limit), SignalBody::of);
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One signal")
  public SignalBody get(@PathParam("id") String id) {
    return SignalBody.of(watches.signal(Parameters.id(id)));
  }
}
