package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.web.errors.ErrorPage;
import jakarta.enterprise.context.ApplicationScoped;

/// Failures as people see them. The page asks nothing of the database, which may be what failed,
/// and opens no live feed.
@ApplicationScoped
public class FailurePage implements ErrorPage {
  private final Assets assets;

  FailurePage(Assets assets) {
    this.assets = assets;
  }

  @Override
  public String render(int status, String title, String detail, String id) {
    ErrorView view = ErrorView.of(status, detail, id);
    return Templates.error(
            new Shell(
                view.title(),
                "",
                "",
                new Shell.Visitor("", "", false, false),
                assets,
                new Shell.Live("", 0, 0)),
            view)
        .render();
  }
}
