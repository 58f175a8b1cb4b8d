package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.platform.errors.CopilotException.Unavailable;
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
