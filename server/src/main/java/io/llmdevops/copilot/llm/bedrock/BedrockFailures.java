package io.llmdevops.copilot.llm.bedrock;

import io.llmdevops.copilot.llm.ChatFailure;
import io.llmdevops.copilot.llm.ChatFailure.Kind;
import io.llmdevops.copilot.llm.http.ProviderError;
import io.llmdevops.copilot.llm.http.RetryAfter;
import io.llmdevops.copilot.llm.stream.ConnectionTrouble;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.InternalServerException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelNotReadyException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelStreamErrorException;
import software.amazon.awssdk.services.bedrockruntime.model.ModelTimeoutException;
import software.amazon.awssdk.services.bedrockruntime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrockruntime.model.ServiceUnavailableException;
import software.amazon.awssdk.services.bedrockruntime.model.ThrottlingException;

/// What the SDK's exceptions mean.
final class BedrockFailures {
  private static final Pattern FORMAT =
      Pattern.compile("(?i)checksum|prelude|unable to parse|unexpected (end-of-input|character)");

  private BedrockFailures() {}

  static ChatFailure of(Throwable thrown, Instant now) {
    Throwable cause =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    return switch (cause) {
      case BedrockRuntimeException e -> of(e, now);
      case AwsServiceException e -> new ChatFailure(Kind.KEY_REFUSED, credentials(e));
      default -> client(cause);
    };
  }

  private static ChatFailure of(BedrockRuntimeException e, Instant now) {
    Kind kind =
        switch (e) {
          case ThrottlingException limited -> Kind.RATE_LIMITED;
          case ModelNotReadyException loading -> Kind.OVERLOADED;
          case ServiceUnavailableException away -> Kind.OVERLOADED;
          case InternalServerException broken -> Kind.PROVIDER_ERROR;
          case ModelErrorException broken -> Kind.PROVIDER_ERROR;
          case ModelStreamErrorException broken -> Kind.PROVIDER_ERROR;
          case ModelTimeoutException late -> Kind.PROVIDER_ERROR;
          case ResourceNotFoundException unknown -> Kind.MODEL_UNKNOWN;
          default -> other(e);
        };
    String said = said(e).message();
    return new ChatFailure(
        kind,
        kind == Kind.KEY_REFUSED ? credentials(e) : "HTTP " + e.statusCode() + ": " + said,
        retryAfter(e, now));
  }

  private static Kind other(BedrockRuntimeException e) {
    return said(e).failure(e.statusCode(), Optional.empty(), UnaryOperator.identity()).kind();
  }

  private static ProviderError said(AwsServiceException e) {
    var details = e.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    String message =
        details == null || details.errorMessage() == null
            ? String.valueOf(e.getMessage())
            : details.errorMessage();
    return new ProviderError(code.toLowerCase(Locale.ROOT), message, Optional.empty());
  }

  private static Optional<Duration> retryAfter(AwsServiceException e, Instant now) {
    var details = e.awsErrorDetails();
    return details == null || details.sdkHttpResponse() == null
        ? Optional.empty()
        : details
            .sdkHttpResponse()
            .firstMatchingHeader("Retry-After")
            .flatMap(text -> RetryAfter.of(text, now));
  }

  private static String credentials(AwsServiceException e) {
    return "AWS refused the credentials (HTTP "
        + e.statusCode()
        + "): the key, or the permission bedrock:InvokeModelWithResponseStream for this model";
  }

  private static ChatFailure client(Throwable e) {
    String message = String.valueOf(e.getMessage());
    if (message.contains("Unable to load credentials") || message.contains("token provider")) {
      return new ChatFailure(
          Kind.KEY_REFUSED,
          "no AWS credentials were found: set api-key, or give the process a role (IRSA, a pod"
              + " identity, AWS_ACCESS_KEY_ID)");
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (saysFormat(cause)) {
        return new ChatFailure(
            Kind.INVALID_ANSWER,
            "what came is not an event stream as it should be: " + cause.getMessage());
      }
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException io) {
        return ConnectionTrouble.of(io);
      }
    }
    return new ChatFailure(Kind.CONNECTION, "the connection broke: " + message);
  }

  /// The decoder of the event stream, and the reader of its JSON, have no exceptions of their own.
  private static boolean saysFormat(Throwable cause) {
    return FORMAT.matcher(String.valueOf(cause.getMessage())).find();
  }
}
