package io.llmdevops.copilot.web.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.incidents.Watch;
import io.llmdevops.copilot.incidents.Watches;
import io.llmdevops.copilot.web.api.IncidentJson.Slice;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What is watched, and how its cycles go.
@Path("/api/v1/watches")
@Tag(name = "Watches")
@Produces(MediaType.APPLICATION_JSON)
@Requires(Permission.READ)
public class WatchResource {
  private final Watches watches;

  WatchResource(Watches watches) {
    this.watches = watches;
  }

  @GET
  @Operation(summary = "Watches by name; give `next` back as `cursor` for the next slice")
  public Slice<WatchBody> list(
      @QueryParam("failing") @DefaultValue("false") boolean failing,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @DefaultValue("50") int limit) {
    return Slice.of(watches.list(failing, Parameters.text(cursor), limit), WatchBody::of);
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One watch")
  public WatchBody get(@PathParam("id") String id) {
    return WatchBody.of(watches.get(id));
  }

  /// `watermark` is the end of the last interval that was processed; `error` why the last cycle
  /// failed, or what it had to leave out.
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record WatchBody(
      String id,
      String name,
      String origin,
      String source,
      String kind,
      String unit,
      String query,
      long intervalMs,
      boolean enabled,
      int series,
      Instant watermark,
      @Nullable Instant lastCycleAt,
      @Nullable String error,
      @Nullable Instant errorAt) {
    static WatchBody of(Watch watch) {
      Watch.Asked asked = watch.asked();
      Watch.Progress progress = watch.progress();
      return new WatchBody(
          watch.id(),
          watch.name(),
          asked.origin(),
          asked.source(),
          asked.kind().name().toLowerCase(Locale.ROOT),
          asked.unit(),
          asked.query(),
          asked.interval().toMillis(),
          progress.enabled(),
          progress.series(),
          progress.watermark(),
          progress.lastCycleAt(),
          progress.error(),
          progress.errorAt());
    }
  }
}
