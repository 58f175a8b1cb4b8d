package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.identity.CurrentPrincipal;
import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Principal;
import io.llmdevops.copilot.incidents.Incidents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.time.InstantSource;

/// Makes the frame of a page for the request at hand.
@ApplicationScoped
public class Shells {
  private static final String THEME = "theme";

  private final CurrentPrincipal who;
  private final Assets assets;
  private final Incidents incidents;
  private final Recent<Long> open;

  Shells(Assets assets, Incidents incidents, InstantSource time, CurrentPrincipal who) {
    this.who = who;
    this.assets = assets;
    this.incidents = incidents;
    this.open = new Recent<>(time, Duration.ofSeconds(1), () -> incidents.counts().open());
  }

  Shell page(HttpHeaders headers, String title, String section) {
    Cookie theme = headers.getCookies().get(THEME);
    return new Shell(
        title,
        section,
        theme != null && (theme.getValue().equals("dark") || theme.getValue().equals("light"))
            ? theme.getValue()
            : "",
        visitor(),
        assets,
        new Shell.Live("/events", incidents.lastChange(), open.get()));
  }

  Shell.Visitor visitor() {
    Principal principal = who.get();
    return new Shell.Visitor(
        principal.name(),
        who.formToken(),
        principal.may(Permission.OPERATE),
        principal.kind() == Principal.Kind.SESSION);
  }
}
