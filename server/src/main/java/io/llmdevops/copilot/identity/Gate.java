package io.llmdevops.copilot.identity;

import io.llmdevops.copilot.platform.cache.FastPath;
import io.llmdevops.copilot.platform.errors.CopilotException.Unauthenticated;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Jdbi;

/// Decides who somebody is, from what they show. With no token configured the server listens on
/// loopback only and everybody there is [Principal#LOCAL]. Sign-in by OpenID Connect will be
/// another way in, here.
public final class Gate {
  private static final Duration ATTEMPT_WINDOW = Duration.ofMinutes(5);
  private static final int COOKIE_BYTES = 32;

  private final SecuritySettings settings;
  private final SessionStore sessions;
  private final FastPath attempts;
  private final InstantSource time;
  private final SecureRandom random;

  public Gate(
      SecuritySettings settings,
      Jdbi jdbi,
      FastPath attempts,
      InstantSource time,
      SecureRandom random) {
    this.settings = settings;
    this.sessions = new SessionStore(jdbi);
    this.attempts = attempts;
    this.time = time;
    this.random = random;
  }

  /// Whether a credential is needed at all.
  public boolean locked() {
    return settings.adminToken().isPresent();
  }

  public Optional<Principal> bearer(String token) {
    return isAdminToken(token) ? Optional.of(Principal.ADMIN) : Optional.empty();
  }

  /// Asks the database.
  public Optional<Principal> session(String cookie) {
    return sessions.find(sha256(cookie), time.instant());
  }

  /// Exchanges the token for a cookie.
  ///
  /// @param address of the client, for the limit of attempts
  /// @throws Unavailable too many failed attempts from there
  /// @throws Unauthenticated the token is wrong
  public LogIn logIn(String token, String address) {
    String key = "login:" + address;
    if (isAdminToken(token) && !tooMany(key)) {
      byte[] bytes = new byte[COOKIE_BYTES];
      random.nextBytes(bytes);
      String cookie = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      Instant now = time.instant();
      Principal principal =
          new Principal(Principal.ADMIN.name(), Principal.Kind.SESSION, Permission.ADMIN);
      sessions.add(sha256(cookie), principal, now, now.plus(settings.sessionLifetime()));
      return new LogIn(cookie, settings.sessionLifetime());
    }
    long failed = attempts.count(key, ATTEMPT_WINDOW);
    attempts.put(key, Long.toString(failed), ATTEMPT_WINDOW);
    if (failed > settings.loginAttempts()) {
      throw new Unavailable("too many attempts to log in; wait five minutes", ATTEMPT_WINDOW, null);
    }
    throw new Unauthenticated("this token is not the one that the server was started with");
  }

  private boolean tooMany(String key) {
    return attempts.get(key).map(Long::valueOf).orElse(0L) >= settings.loginAttempts();
  }

  /// @param cookie the value to keep at the browser; only its hash is stored
  public record LogIn(String cookie, Duration lifetime) {}

  public void logOut(String cookie) {
    sessions.remove(sha256(cookie));
  }

  /// The token for forms of this session: bound to its cookie, so that another site, which cannot
  /// read the cookie, cannot make one.
  public String formToken(String cookie) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(cookie.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal("form".getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// In a time that does not depend on where they differ.
  public static boolean same(String a, String b) {
    return MessageDigest.isEqual(sha256(a), sha256(b));
  }

  private boolean isAdminToken(String token) {
    return settings.adminToken().filter(expected -> same(expected, token)).isPresent();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
