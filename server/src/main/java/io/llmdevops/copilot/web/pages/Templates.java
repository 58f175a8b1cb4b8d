package io.llmdevops.copilot.web.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;

/// The templates and what each is given; checked against each other in the build.
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
final class Templates {
  private Templates() {}

  static native TemplateInstance overview(Shell shell, OverviewView view);

  static native TemplateInstance incidents(Shell shell, ListView view);

  static native TemplateInstance incident(Shell shell, IncidentView view, String problem);

  static native TemplateInstance signals(Shell shell, SignalsView view);

  static native TemplateInstance watches(
      Shell shell, List<WatchRow> rows, OverviewView.Watching watching);

  static native TemplateInstance evidence(Shell shell, EvidenceView view, String incident);

  static native TemplateInstance error(Shell shell, ErrorView view);
}
