package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Requires;
import io.llmdevops.copilot.incidents.Incidents;
import io.llmdevops.copilot.incidents.Page;
import io.llmdevops.copilot.incidents.Signal;
import io.llmdevops.copilot.incidents.SignalFilter;
import io.llmdevops.copilot.incidents.Watches;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Optional;

/// `/signals` and `/watches`: what deviated, and what is looked at.
@Requires(Permission.READ)
@Path("/")
@Produces(MediaType.TEXT_HTML)
public class ObservationPages {
  private final Shells shells;
  private final Situations situations;
  private final Watches watches;
  private final InstantSource time;

  ObservationPages(Shells shells, Situations situations, Watches watches, InstantSource time) {
    this.shells = shells;
    this.situations = situations;
    this.watches = watches;
    this.time = time;
  }

  @GET
  @Path("signals")
  public TemplateInstance signals(
      @Context HttpHeaders headers,
      @QueryParam("service") @DefaultValue("") String service,
      @QueryParam("after") @DefaultValue("") String after) {
    String wanted = service.strip();
    Page<Signal> page =
        watches.signals(
            new SignalFilter(wanted.isEmpty() ? null : wanted, null, null, null, null),
            after.isEmpty() ? Optional.empty() : Optional.of(after),
            Incidents.DEFAULT_LIMIT);
    Instant now = time.instant();
    return Templates.signals(
        shells.page(headers, "Signals", "signals"),
        new SignalsView(
            page.items().stream().map(signal -> SignalRow.of(signal, now)).toList(),
            wanted,
            address(wanted, after),
            page.next().map(next -> address(wanted, next)).orElse("")));
  }

  private static String address(String service, String after) {
    String query =
        (service.isEmpty() ? "" : "&service=" + URLEncoder.encode(service, StandardCharsets.UTF_8))
            + (after.isEmpty() ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
    return query.isEmpty() ? "/signals" : "/signals?" + query.substring(1);
  }

  @GET
  @Path("watches")
  public TemplateInstance watches(@Context HttpHeaders headers) {
    Instant now = time.instant();
    return Templates.watches(
        shells.page(headers, "Watches", "watches"),
        watches.list(false, Optional.empty(), Watches.MAX_LIMIT).items().stream()
            .sorted(Comparator.comparing(watch -> watch.progress().error() == null))
            .map(watch -> WatchRow.of(watch, now))
            .toList(),
        situations.view().situation().watching());
  }
}
