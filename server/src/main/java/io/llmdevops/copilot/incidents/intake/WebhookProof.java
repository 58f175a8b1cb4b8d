package io.llmdevops.copilot.incidents.intake;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Decides whether a sender knows the webhook token or the signing secret. All comparisons take the
/// same time wherever the difference lies.
public final class WebhookProof {
  /// Signatures that name a time are good for this long, so that a recorded one soon is not.
  private static final Duration SIGNATURE_LIFE = Duration.ofMinutes(10);

  private final Optional<String> token;
  private final Optional<String> secret;

  public WebhookProof(Optional<String> token, Optional<String> secret) {
    this.token = token;
    this.secret = secret;
  }

  /// Whether senders have a way of their own to prove who they are.
  public boolean isConfigured() {
    return token.isPresent() || secret.isPresent();
  }

  /// Bearer, or the password of basic authentication (any user name).
  public boolean holdsToken(@Nullable String authorization) {
    if (authorization == null || token.isEmpty()) {
      return false;
    }
    int space = authorization.indexOf(' ');
    if (space < 0) {
      return false;
    }
    String rest = authorization.substring(space + 1).strip();
    return switch (authorization.substring(0, space).toLowerCase(Locale.ROOT)) {
      case "bearer" -> equal(token.get(), rest);
      case "basic" -> equal(token.get(), password(rest));
      default -> false;
    };
  }

  private static String password(String credentials) {
    try {
      String plain = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      return plain.substring(plain.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /// HMAC-SHA256 in hexadecimal (`sha256=` before it is allowed) of the body, or of
  /// `timestamp:body` (Unix seconds) where a time was sent, as Grafana does.
  public boolean isSigned(
      byte[] body, @Nullable String signature, @Nullable String timestamp, Instant now) {
    if (signature == null || secret.isEmpty()) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.get().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      if (timestamp != null) {
        if (!isRecent(timestamp, now)) {
          return false;
        }
        mac.update((timestamp + ":").getBytes(StandardCharsets.UTF_8));
      }
      String given = signature.startsWith("sha256=") ? signature.substring(7) : signature;
      return equal(HexFormat.of().formatHex(mac.doFinal(body)), given.toLowerCase(Locale.ROOT));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  private static boolean isRecent(String timestamp, Instant now) {
    try {
      Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp.strip()));
      return Duration.between(at, now).abs().compareTo(SIGNATURE_LIFE) <= 0;
    } catch (ArithmeticException | java.time.DateTimeException | NumberFormatException e) {
      return false;
    }
  }

  private static boolean equal(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }
}
