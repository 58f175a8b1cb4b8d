package io.llmdevops.copilot.llm.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import io.llmdevops.copilot.llm.ChatFailure;
import io.llmdevops.copilot.llm.ChatFailure.Kind;
import io.llmdevops.copilot.llm.Json;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An error as providers write it, in the body of a refusal or as an event of the stream.
///
/// @param words code, type and status, in lower case, as the provider calls the error
/// @param message the provider's sentence for people, or the first characters of what came instead
/// @param delay that the error's details name
public record ProviderError(String words, String message, Optional<Duration> delay) {
  private static final int MAX_MESSAGE = 300;

  /// As OpenAI, vLLM, llama.cpp, Anthropic, Gemini, Ollama and Bedrock put it.
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "context_length_exceeded|exceed_context_size|maximum context length|context window"
              + "|prompt is too long|input is too long|too many (input )?tokens|request_too_large"
              + "|exceeds? the maximum number of (input )?tokens|exceeds? the (available )?context"
              + "|input length and .?max_tokens.? exceed");

  private static final Pattern NO_CREDIT =
      Pattern.compile("insufficient_quota|credit balance|payment_required");
  private static final Pattern BAD_KEY =
      Pattern.compile("invalid_api_key|api_key_invalid|api key not valid|authentication_error");
  private static final Pattern FILTERED =
      Pattern.compile("content_filter|content_policy_violation|responsibleaipolicyviolation");
  private static final Pattern OVERLOADED = Pattern.compile("overloaded|unavailable|high demand");
  private static final Pattern LIMITED =
      Pattern.compile("rate_limit|too_many_requests|resource_exhausted|throttl");
  private static final Pattern DELAY = Pattern.compile("\"retryDelay\"\\s*:\\s*\"([0-9.]+)s\"");

  public static ProviderError parse(String body) {
    try {
      return of(Json.object(body));
    } catch (JacksonException e) {
      // Gemini wraps its errors into a list when the answer would have been one.
      String inner = body.strip();
      if (inner.startsWith("[") && inner.endsWith("]")) {
        return parse(inner.substring(1, inner.length() - 1));
      }
      return new ProviderError("", shortened(body), Optional.empty());
    }
  }

  public static ProviderError of(JsonNode document) {
    JsonNode error = document.hasNonNull("error") ? document.path("error") : document;
    if (error.isTextual()) {
      return new ProviderError("", shortened(error.asText()), Optional.empty());
    }
    String words =
        String.join(
            " ",
            error.path("code").asText(""),
            error.path("type").asText(""),
            error.path("status").asText(""),
            error.path("innererror").path("code").asText(""));
    String message = error.path("message").asText(error.path("detail").asText(""));
    Matcher delay = DELAY.matcher(error.toString());
    return new ProviderError(
        words.toLowerCase(Locale.ROOT),
        shortened(message.isEmpty() ? error.toString() : message),
        delay.find()
            ? Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(delay.group(1)) * 1e3)))
            : Optional.empty());
  }

  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() > MAX_MESSAGE ? line.substring(0, MAX_MESSAGE) + "..." : line;
  }

  /// The request was withheld because of what it says, which is an answer of a kind.
  boolean isContentFilter() {
    return says(FILTERED);
  }

  /// @param status of HTTP; 200 for an error within the stream
  /// @param retryAfter of the answer's head
  /// @param scrub takes keys out of what the provider said
  public ChatFailure failure(
      int status, Optional<Duration> retryAfter, UnaryOperator<String> scrub) {
    Kind kind = kind(status);
    return new ChatFailure(kind, scrub.apply(words(kind, status)), retryAfter.or(() -> delay));
  }

  /// An error within the stream.
  public ChatFailure failure() {
    return failure(200, Optional.empty(), UnaryOperator.identity());
  }

  private Kind kind(int status) {
    return status >= 500 ? broken(status) : refused(status);
  }

  private static Kind broken(int status) {
    return status == 503 || status == 529 ? Kind.OVERLOADED : Kind.PROVIDER_ERROR;
  }

  /// Below 500 the words are more exact than the number.
  private Kind refused(int status) {
    if (status == 413 || says(TOO_LONG)) {
      return Kind.CONTEXT_OVERFLOW;
    }
    if (status == 402 || says(NO_CREDIT)) {
      return Kind.QUOTA_SPENT;
    }
    if (status == 401 || status == 403 || says(BAD_KEY)) {
      return Kind.KEY_REFUSED;
    }
    if (status == 429 || says(LIMITED)) {
      return Kind.RATE_LIMITED;
    }
    return switch (status) {
      case 200 -> inStream();
      case 404 -> Kind.MODEL_UNKNOWN;
      case 408 -> Kind.PROVIDER_ERROR;
      default -> Kind.REJECTED;
    };
  }

  private Kind inStream() {
    if (says(OVERLOADED)) {
      return Kind.OVERLOADED;
    }
    return words.contains("invalid_request") ? Kind.REJECTED : Kind.PROVIDER_ERROR;
  }

  private boolean says(Pattern pattern) {
    return pattern.matcher(words).find()
        || pattern.matcher(message.toLowerCase(Locale.ROOT)).find();
  }

  /// What a provider says of a wrong key often holds a part of it, so that is not repeated.
  private String words(Kind kind, int status) {
    String http = status == 200 ? "an error in the answer" : "HTTP " + status;
    if (kind == Kind.KEY_REFUSED) {
      return "the provider refused the API key (" + http + ")";
    }
    if (status >= 300 && status < 400) {
      return "a redirect (" + http + "), which is not followed; configure the URL it leads to";
    }
    return message.isEmpty() ? http : http + ": " + message;
  }
}
