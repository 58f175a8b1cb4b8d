package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Tells an absent database from a wrong statement, by SQLSTATE (PostgreSQL documentation, appendix
/// A).
public final class DatabaseFailures {
  /// When a caller should try again.
  public static final Duration RETRY = Duration.ofSeconds(5);

  /// Connection exceptions, insufficient resources (disk full, too many connections), operator
  /// intervention (shutdown, crash, cannot connect now), system error.
  private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

  private static final String CONNECTION = "08";

  /// Character not in repertoire, untranslatable character.
  private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

  private static final String DISK_FULL = "53100";

  /// A standby took over and is not writable yet.
  private static final String READ_ONLY = "25006";

  private DatabaseFailures() {}

  /// `Unavailable` when somewhere in this failure's causes the database was away or full.
  public static Optional<Unavailable> unavailable(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e && away(e)) {
        return Optional.of(new Unavailable(words(e), RETRY, failure));
      }
    }
    return Optional.empty();
  }

  /// The driver's message; about TLS, with what to do.
  static String message(SQLException failure) {
    String said = String.valueOf(failure.getMessage());
    if (foreignName(failure)) {
      return said
          + " Its certificate is for another name: write that name in COPILOT_DB_URL, or set"
          + " COPILOT_DB_TLS=verify-ca.";
    }
    return foreignAuthority(failure)
        ? said
            + ". Nobody whom we trust signed its certificate: name the right authority's file in"
            + " COPILOT_DB_TLS_CA."
        : said;
  }

  /// Whether the server was reached and is not the one that we trust: nothing that time mends.
  static boolean untrusted(SQLException failure) {
    return foreignName(failure) || foreignAuthority(failure);
  }

  /// The driver tells it in words only, of which the class name is in no human language.
  private static boolean foreignName(SQLException failure) {
    return String.valueOf(failure.getMessage()).contains("PgjdbcHostnameVerifier");
  }

  private static boolean foreignAuthority(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CertPathBuilderException || t instanceof CertPathValidatorException) {
        return true;
      }
    }
    return false;
  }

  /// `BadRequest` when a text held what PostgreSQL cannot store: above all the character NUL.
  public static Optional<BadRequest> unstorable(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e && UNSTORABLE.contains(String.valueOf(e.getSQLState()))) {
        return Optional.of(
            new BadRequest("a text holds a character that cannot be stored, such as NUL", failure));
      }
    }
    return Optional.empty();
  }

  private static String words(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return switch (state) {
      case DISK_FULL -> "the disk of the database is full";
      case READ_ONLY -> "the database is read-only at the moment";
      default ->
          state.startsWith(CONNECTION)
              ? "the database does not answer at the moment"
              : "the database cannot be used at the moment";
    };
  }

  private static boolean away(SQLException e) {
    String state = e.getSQLState();
    if (state == null) {
      // The pool's own: no connection became free in time.
      return e instanceof SQLTransientException
          || String.valueOf(e.getMessage()).contains("cquisition timeout");
    }
    return state.equals(READ_ONLY)
        || AWAY.contains(state.substring(0, Math.min(2, state.length())));
  }
}
