package io.llmdevops.copilot.web.errors;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.llmdevops.copilot.platform.database.DatabaseFailures;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What HTTP says about a failure. The one place that decides it.
///
/// @param detail for the caller; never a stack trace, never a secret
/// @param retryAfter when a later try may succeed
/// @param ours whether it is a defect that belongs into the log
record Failure(int status, String detail, Optional<Duration> retryAfter, boolean ours) {
  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad request"),
          Map.entry(401, "Not logged in"),
          Map.entry(403, "Not allowed"),
          Map.entry(404, "Not found"),
          Map.entry(405, "Method not allowed"),
          Map.entry(406, "No such representation"),
          Map.entry(409, "Conflict"),
          Map.entry(412, "Changed meanwhile"),
          Map.entry(413, "Too large"),
          Map.entry(415, "Unsupported media type"),
          Map.entry(421, "Wrong host"),
          Map.entry(429, "Too many requests"),
          Map.entry(500, "Internal error"),
          Map.entry(503, "Unavailable"));

  static Failure of(Throwable thrown) {
    return switch (thrown) {
      case CopilotException e -> of(e);
      case WebApplicationException e -> of(e);
      case JsonProcessingException e -> of(e);
      default -> caused(thrown);
    };
  }

  /// What reading the body threw may be wrapped by what reads it.
  private static Failure of(JsonProcessingException failure) {
    return failure.getCause() instanceof CopilotException known
        ? of(known)
        : of(400, "the body is not the expected JSON: " + where(failure));
  }

  private static Failure of(CopilotException failure) {
    return switch (failure) {
      case CopilotException.BadRequest e -> of(400, e.getMessage());
      case CopilotException.Unauthenticated e -> of(401, e.getMessage());
      case CopilotException.Forbidden e -> of(403, e.getMessage());
      case CopilotException.NotFound e -> of(404, e.getMessage());
      case CopilotException.Conflict e -> of(409, e.getMessage());
      case CopilotException.PreconditionFailed e -> of(412, e.getMessage());
      case CopilotException.TooLarge e -> of(413, e.getMessage());
      case CopilotException.UnsupportedType e -> of(415, e.getMessage());
      case Unavailable e -> away(e);
      case CopilotException.Internal e -> caused(e);
    };
  }

  private static Failure of(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    if (status >= 500) {
      return caused(e);
    }
    Throwable cause = e.getCause();
    if (cause instanceof JsonProcessingException json) {
      return of(json);
    }
    String detail =
        switch (status) {
          case 404 -> "there is nothing at this address";
          case 405 -> "this address does not take that method";
          case 406 -> "this address has nothing of the media types that are accepted";
          case 413 -> "the body is larger than the server takes";
          case 415 -> "the body is of a media type that this address does not read";
          default -> String.valueOf(e.getMessage());
        };
    // Our own 404s say more than the framework's.
    boolean said = e.getMessage() != null && !e.getMessage().startsWith("HTTP ");
    return of(status, said ? e.getMessage() : detail);
  }

  /// A database that is away may hide below other exceptions.
  private static Failure caused(Throwable thrown) {
    return DatabaseFailures.unavailable(thrown)
        .map(Failure::away)
        .or(() -> DatabaseFailures.unstorable(thrown).map(e -> of(400, e.getMessage())))
        .orElseGet(() ->
            new Failure(
                500,
                "something broke on our side; the error id finds it in the log",
                Optional.empty(),
                true));
  }

  private static Failure away(Unavailable e) {
    int status = e.getMessage().startsWith("too many") ? 429 : 503;
    return new Failure(status, e.getMessage(), Optional.of(e.retryAfter()), false);
  }

  static Failure of(int status, @Nullable String detail) {
    return new Failure(status, String.valueOf(detail), Optional.empty(), false);
  }

  String title() {
    return TITLES.getOrDefault(status, "Failed");
  }

  private static String where(JsonProcessingException e) {
    String said = String.valueOf(e.getOriginalMessage());
    String short_ = said.length() > 200 ? said.substring(0, 200) + "..." : said;
    return e.getLocation() == null
        ? short_
        : short_
            + " at line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr();
  }
}
