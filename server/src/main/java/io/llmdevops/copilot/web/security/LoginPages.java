package io.llmdevops.copilot.web.security;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;

/// The pages that people see before they are known.
@CheckedTemplate(basePath = "", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
final class LoginPages {
  private LoginPages() {}

  /// @param next where to go afterwards
  /// @param problem why the last attempt failed; empty at first
  static native TemplateInstance login(String next, String problem);

  /// Sends the browser to the same address once more.
  static String again(String address) {
    String safe = address.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>One moment</title>"
        + "<meta http-equiv=\"refresh\" content=\"0; url="
        + safe
        + "\"></head><body><p><a href=\""
        + safe
        + "\">Go on</a></p></body></html>";
  }
}
