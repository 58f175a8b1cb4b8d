package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.incidents.Incident;
import io.llmdevops.copilot.incidents.IncidentCounts;
import io.llmdevops.copilot.incidents.Incidents;
import io.llmdevops.copilot.incidents.Page;
import io.llmdevops.copilot.incidents.SavedViews;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// `/incidents`: the list, its filters in the address, and the visitor's saved views of it.
@Requires(Permission.READ)
@Path("/incidents")
@Produces(MediaType.TEXT_HTML)
public class IncidentListPage {
  private final Shells shells;
  private final Incidents incidents;
  private final SavedViews views;
  private final InstantSource time;
  private final Recent<List<String>> services;

  IncidentListPage(Shells shells, Incidents incidents, SavedViews views, InstantSource time) {
    this.shells = shells;
    this.incidents = incidents;
    this.views = views;
    this.time = time;
    this.services =
        new Recent<>(
            time,
            Duration.ofSeconds(10),
            () ->
                incidents.counts().openByService().stream()
                    .map(IncidentCounts.ServiceCount::service)
                    .toList());
  }

  @GET
  public TemplateInstance list(
      @Context HttpHeaders headers,
      @QueryParam("status") @DefaultValue("") String status,
      @QueryParam("severity") @DefaultValue("") String severity,
      @QueryParam("service") @DefaultValue("") String service,
      @QueryParam("q") @DefaultValue("") String text,
      @QueryParam("since") @DefaultValue("") String since,
      @QueryParam("after") @DefaultValue("") String after) {
    ListQuery query = new ListQuery(status, severity, service, text, since);
    Instant now = time.instant();
    Page<Incident> page =
        incidents.list(
            query.filter(now),
            after.isEmpty() ? Optional.empty() : Optional.of(after),
            Incidents.DEFAULT_LIMIT);
    Shell shell = shells.page(headers, "Incidents", "incidents");
    return Templates.incidents(
        shell,
        new ListView(
            query,
            after.isEmpty() ? query.href() : query.after(after),
            page.items().stream().map(incident -> IncidentRow.of(incident, now)).toList(),
            page.next().map(query::after).orElse(""),
            saved(shell.visitor().name(), query),
            services.get()));
  }

  private ListView.Saved saved(String owner, ListQuery current) {
    return new ListView.Saved(
        views.list(owner).stream()
            .map(view ->
                new ListView.Saved.View(
                    view.id().toString(),
                    view.name(),
                    view.query().isEmpty() ? "/incidents" : "/incidents?" + view.query(),
                    view.query().equals(current.encoded())))
            .toList());
  }

  @POST
  @Requires(Permission.OPERATE)
  @Path("/views")
  public Response save(
      @FormParam("name") @DefaultValue("") String name,
      @FormParam("query") @DefaultValue("") String query) {
    ListQuery wanted = ListQuery.parse(query);
    views.save(shells.visitor().name(), name, wanted.encoded());
    return Response.seeOther(URI.create(wanted.href())).build();
  }

  @POST
  @Requires(Permission.OPERATE)
  @Path("/views/{id}/delete")
  public Response delete(@PathParam("id") UUID id) {
    views.delete(shells.visitor().name(), id);
    return Response.seeOther(URI.create("/incidents")).build();
  }
}
