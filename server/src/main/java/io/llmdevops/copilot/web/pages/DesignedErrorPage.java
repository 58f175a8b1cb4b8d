package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.web.errors.ErrorPage;
import jakarta.enterprise.context.ApplicationScoped;

/// Failures in the frame of the other pages. Asks the database nothing: it may be what failed.
@ApplicationScoped
class DesignedErrorPage implements ErrorPage {
  private static final Shell.Visitor NOBODY = new Shell.Visitor("", "", false, false);
  private final Assets assets;

  DesignedErrorPage(Assets assets) {
    this.assets = assets;
  }

  @Override
  public String render(int status, String title, String detail, String id) {
    Shell shell = new Shell(title, "", "", NOBODY, assets, new Shell.Live("", 0, 0));
    return Templates.error(shell, ErrorView.of(status, detail, id)).render();
  }
}
