package io.llmdevops.copilot.llm.http;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// When a provider says that it may go better: `Retry-After` in seconds or as a date (RFC 9110,
/// section 10.2.3), or `retry-after-ms`, which OpenAI and Azure send besides.
public final class RetryAfter {
  private RetryAfter() {}

  static Optional<Duration> of(HttpHeaders headers, InstantSource time) {
    return headers
        .firstValue("retry-after-ms")
        .flatMap(RetryAfter::millis)
        .or(() -> headers.firstValue("Retry-After").flatMap(text -> of(text, time.instant())));
  }

  /// @param text the header's value; nonsense counts as none
  public static Optional<Duration> of(String text, Instant now) {
    String value = text.strip();
    try {
      if (!value.isEmpty() && Character.isDigit(value.charAt(0))) {
        return Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(value) * 1_000)));
      }
      Instant then = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration until = Duration.between(now, then);
      return Optional.of(until.isNegative() ? Duration.ZERO : until);
    } catch (DateTimeException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> millis(String text) {
    try {
      return Optional.of(Duration.ofMillis(Math.max(0, Long.parseLong(text.strip()))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
