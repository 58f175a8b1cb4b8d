package io.llmdevops.copilot.web.errors;

/// How people see a failure. A bean of this type replaces the plain page.
@FunctionalInterface
public interface ErrorPage {
  /// @param id of the log entry or of the trace; may be empty
  /// @return a complete HTML document
  String render(int status, String title, String detail, String id);
}
