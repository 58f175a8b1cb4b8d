package io.llmdevops.copilot.llm;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/// Why there is no (whole) answer.
///
/// @param message for people: what was wrong and what to do; never a key
/// @param retryAfter when the provider said that it may go better
public record ChatFailure(Kind kind, String message, Optional<Duration> retryAfter) {
  public ChatFailure(Kind kind, String message) {
    this(kind, message, Optional.empty());
  }

  /// The closed set. What each means for the next step is in its flags.
  public enum Kind {
    /// The provider counts too many requests or tokens (HTTP 429).
    RATE_LIMITED(true, true, false),
    /// The provider is overloaded (HTTP 503, 529).
    OVERLOADED(true, true, true),
    /// The provider failed (other HTTP 5xx, an error in the stream).
    PROVIDER_ERROR(true, true, true),
    /// No token within the configured time.
    NO_ANSWER(true, true, true),
    /// Nothing came for the configured time after the answer had begun.
    STALLED(true, true, true),
    /// No connection, or it broke.
    CONNECTION(true, true, true),
    /// The answer ended without its end.
    TRUNCATED(true, true, true),
    /// What came is not the provider's protocol.
    INVALID_ANSWER(true, true, true),
    /// The conversation is longer than the model's context: shorten it and ask again.
    CONTEXT_OVERFLOW(false, false, false),
    /// The provider does not take this request (HTTP 400); it never will.
    REJECTED(false, false, false),
    /// The key is missing, wrong, or may not use this model (HTTP 401, 403).
    KEY_REFUSED(false, true, false),
    /// The provider has no such model (HTTP 404).
    MODEL_UNKNOWN(false, true, false),
    /// The account has no credit left.
    QUOTA_SPENT(false, true, false),
    /// The turn's budget of tokens or cost is spent.
    BUDGET_SPENT(false, false, false),
    /// Our own limits for this provider (parallel calls, requests a minute) left no room in time.
    BUSY(false, true, false),
    /// The provider failed so often just now that it is left alone for a moment.
    PAUSED(false, true, false),
    /// The whole call took longer than configured.
    TOO_LONG(false, false, false),
    /// The caller cancelled.
    CANCELLED(false, false, false),
    /// A defect of ours.
    DEFECT(false, true, false);

    private final boolean retriable;
    private final boolean elsewhere;
    private final boolean counts;

    Kind(boolean retriable, boolean elsewhere, boolean counts) {
      this.retriable = retriable;
      this.elsewhere = elsewhere;
      this.counts = counts;
    }

    /// The same request may succeed at the same model a little later.
    public boolean retriable() {
      return retriable;
    }

    /// The same request may succeed at another model.
    public boolean elsewhere() {
      return elsewhere;
    }

    /// It tells that the provider is not well; enough of these open its circuit breaker.
    public boolean countsAgainstProvider() {
      return counts;
    }

    /// As in labels and documents: `rate_limited`.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
