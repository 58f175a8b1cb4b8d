package io.llmdevops.copilot.platform.errors;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A failure that a caller can act on. The set is closed: each entrance (HTTP, CLI, stream) has one
/// `switch` over it. The message says what was wrong, with the value, and what to do; it never
/// holds a secret.
public abstract sealed class CopilotException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private CopilotException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  @Override
  public String getMessage() {
    return java.util.Objects.requireNonNull(super.getMessage());
  }

  /// The request itself is wrong; the same request will never succeed.
  public static final class BadRequest extends CopilotException {
    private static final long serialVersionUID = 1L;

    public BadRequest(String message) {
      super(message, null);
    }

    public BadRequest(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /// Nobody is known to be asking: no credential, or a wrong one.
  public static final class Unauthenticated extends CopilotException {
    private static final long serialVersionUID = 1L;

    public Unauthenticated(String message) {
      super(message, null);
    }
  }

  /// The caller is known and may not do this.
  public static final class Forbidden extends CopilotException {
    private static final long serialVersionUID = 1L;

    public Forbidden(String message) {
      super(message, null);
    }
  }

  public static final class NotFound extends CopilotException {
    private static final long serialVersionUID = 1L;

    public NotFound(String message) {
      super(message, null);
    }
  }

  /// The thing is in a state that does not allow this: a stale version, a forbidden transition.
  public static final class Conflict extends CopilotException {
    private static final long serialVersionUID = 1L;

    public Conflict(String message) {
      super(message, null);
    }
  }

  /// A conditional request named a version that is no longer the current one (HTTP 412).
  public static final class PreconditionFailed extends CopilotException {
    private static final long serialVersionUID = 1L;

    public PreconditionFailed(String message) {
      super(message, null);
    }
  }

  /// More bytes, labels or items than the configured limit takes (HTTP 413).
  public static final class TooLarge extends CopilotException {
    private static final long serialVersionUID = 1L;

    public TooLarge(String message) {
      super(message, null);
    }
  }

  /// The body is not of a type that this endpoint reads (HTTP 415).
  public static final class UnsupportedType extends CopilotException {
    private static final long serialVersionUID = 1L;

    public UnsupportedType(String message) {
      super(message, null);
    }
  }

  /// A dependency is away or the server is full; the same request may succeed after the delay.
  public static final class Unavailable extends CopilotException {
    private static final long serialVersionUID = 1L;
    private final Duration retryAfter;

    public Unavailable(String message, Duration retryAfter, @Nullable Throwable cause) {
      super(message, cause);
      this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /// A defect of ours. The message says what was being done, for the log and the report.
  public static final class Internal extends CopilotException {
    private static final long serialVersionUID = 1L;

    public Internal(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
