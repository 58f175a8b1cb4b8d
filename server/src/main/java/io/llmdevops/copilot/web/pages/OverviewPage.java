package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/// `/`: what is going on right now.
@Requires(Permission.READ)
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class OverviewPage {
  private final Shells shells;
  private final Situations situations;

  OverviewPage(Shells shells, Situations situations) {
    this.shells = shells;
    this.situations = situations;
  }

  @GET
  public TemplateInstance get(@Context HttpHeaders headers) {
    return Templates.overview(shells.page(headers, "Overview", "overview"), situations.view());
  }
}
