package io.llmdevops.copilot.identity;

import io.llmdevops.copilot.platform.errors.CopilotException.Unauthenticated;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who asks, for the code behind an endpoint. Set once a request, by the filter in `web`.
@RequestScoped
public class CurrentPrincipal {
  private @Nullable Principal principal;
  private String formToken = "";

  /// @param token what a form of this principal must carry; empty when forms need none
  public void set(Principal who, String token) {
    principal = who;
    formToken = token;
  }

  /// @throws Unauthenticated on an open endpoint, when nobody has said who they are
  public Principal get() {
    return find().orElseThrow(() -> new Unauthenticated("nobody is logged in"));
  }

  public Optional<Principal> find() {
    return Optional.ofNullable(principal);
  }

  /// To be sent back with every write of a browser, as the form field `csrf` or the header
  /// `X-CSRF-Token`.
  public String formToken() {
    return formToken;
  }
}
