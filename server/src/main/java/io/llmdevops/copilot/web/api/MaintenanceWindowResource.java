package io.llmdevops.copilot.web.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.llmdevops.copilot.identity.CurrentPrincipal;
import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.incidents.MaintenanceWindow;
import io.llmdevops.copilot.incidents.MaintenanceWindows;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.sources.Matcher;
import io.llmdevops.copilot.web.api.IncidentJson.MatcherBody;
import io.llmdevops.copilot.web.api.IncidentJson.Slice;
import io.llmdevops.copilot.web.api.IncidentJson.WindowBody;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Silences and maintenance windows.
@Path("/api/v1/maintenance-windows")
@Tag(name = "Maintenance windows")
@Produces(MediaType.APPLICATION_JSON)
@Requires(Permission.OPERATE)
public class MaintenanceWindowResource {
  private final MaintenanceWindows windows;
  private final CurrentPrincipal who;
  private final Repeats repeats;
  private final InstantSource time;

  MaintenanceWindowResource(
      MaintenanceWindows windows, CurrentPrincipal who, Repeats repeats, InstantSource time) {
    this.windows = windows;
    this.who = who;
    this.repeats = repeats;
    this.time = time;
  }

  /// `operator` of a matcher is one of `=`, `!=`, `=~`, `!~`; `kind` is `silence` unless said
  /// otherwise, and it starts now unless said otherwise.
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Wanted(
      @Nullable String kind,
      @Nullable List<MatcherBody> matchers,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      @Nullable String reason) {}

  @GET
  @Requires(Permission.READ)
  @Operation(summary = "Those that have not ended, by their end")
  public Slice<WindowBody> list() {
    return Slice.of(windows.list(), WindowBody::of);
  }

  @POST
  @Operation(summary = "Let what matches page nobody for a time")
  @APIResponse(
      responseCode = "201",
      description = "Created",
      content = @Content(schema = @Schema(implementation = WindowBody.class)))
  public Response create(
      @HeaderParam("Idempotency-Key") @Nullable String key, @Nullable Wanted wanted) {
    if (wanted == null || wanted.endsAt() == null) {
      throw new CopilotException.BadRequest("a window needs 'matchers', 'ends_at' and 'reason'");
    }
    Instant end = wanted.endsAt();
    String actor = who.get().name();
    return repeats.once(
        actor,
        key,
        "window " + wanted,
        () ->
            new Repeats.Answer(201, WindowBody.of(windows.create(plan(wanted, end), actor)), null));
  }

  private MaintenanceWindows.Plan plan(Wanted wanted, Instant end) {
    return new MaintenanceWindows.Plan(
        Parameters.word(
            MaintenanceWindow.Kind.class, "kind", Parameters.text(wanted.kind()).orElse("silence")),
        wanted.matchers() == null
            ? List.of()
            : wanted.matchers().stream().map(MaintenanceWindowResource::matcher).toList(),
        wanted.startsAt() == null ? time.instant() : wanted.startsAt(),
        end,
        Parameters.text(wanted.reason()).orElse(""));
  }

  /// A list in JSON may hold nulls.
  private static Matcher matcher(@Nullable MatcherBody body) {
    if (body == null) {
      throw new CopilotException.BadRequest(
          "a matcher is {\"label\": \"service\", \"operator\": \"=\", \"value\": \"cart\"}, not null");
    }
    Matcher.Operator operator =
        Arrays.stream(Matcher.Operator.values())
            .filter(o -> o.symbol().equals(body.operator() == null ? "=" : body.operator()))
            .findFirst()
            .orElseThrow(() ->
                new CopilotException.BadRequest(
                    "'%s' is no operator; there are = != =~ !~".formatted(body.operator())));
    return new Matcher(
        Parameters.text(body.label()).orElse(""),
        operator,
        Parameters.text(body.value()).orElse(""));
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "End it now; one that has not begun is removed")
  public void end(@PathParam("id") String id) {
    windows.end(Parameters.id(id));
  }
}
