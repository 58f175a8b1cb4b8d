package io.llmdevops.copilot.web.pages;

/// A failure as a page: what went wrong, what to do, and under which id the log knows it.
public record ErrorView(int status, String title, String message, String advice, String id) {
  static ErrorView of(int status, String message, String id) {
    return switch (status) {
      case 404 ->
          new ErrorView(
              status,
              "Not here",
              message,
              "The address may be mistyped, or what it named has been removed.",
              id);
      case 403 ->
          new ErrorView(
              status, "Not allowed", message, "Ask an administrator for the permission.", id);
      case 409, 412 ->
          new ErrorView(
              status,
              "It changed meanwhile",
              message,
              "Go back, look at the current state, and decide again.",
              id);
      case 503 ->
          new ErrorView(
              status,
              "Back in a moment",
              message,
              "Nothing is lost. Watching goes on as soon as what is missing is back; this page"
                  + " tries again by itself.",
              id);
      default ->
          status < 500
              ? new ErrorView(status, "That did not work", message, "Go back and try again.", id)
              : new ErrorView(
                  status,
                  "Something broke",
                  message,
                  "This is a defect of ours. The id below finds it in the log.",
                  id);
    };
  }

  public boolean retries() {
    return status == 503;
  }
}
