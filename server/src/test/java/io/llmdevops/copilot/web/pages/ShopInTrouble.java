package io.llmdevops.copilot.web.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// Fills a database with a shop in trouble; see `pages/seed.sql`.
final class ShopInTrouble {
  private static final String DEADLOCK = "40P01";
  private static final int MOST_ATTEMPTS = 5;

  private ShopInTrouble() {}

  /// Whatever was there is gone. The server works on meanwhile: where its locks and ours wait for
  /// each other PostgreSQL ends one of the two, and if that is us we begin again.
  static void seed(Jdbi jdbi) {
    for (int attempt = 1; ; attempt++) {
      try {
        jdbi.useTransaction(handle -> {
          empty(handle);
          handle.createScript(script()).execute();
        });
        return;
      } catch (JdbiException e) {
        boolean deadlock =
            e.getCause() instanceof SQLException cause && DEADLOCK.equals(cause.getSQLState());
        if (!deadlock || attempt == MOST_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static void empty(org.jdbi.v3.core.Handle handle) {
    handle.execute(
        "truncate incident, alert, signal, watch, service_edge, incident_change, saved_view"
            + " restart identity cascade");
  }

  private static String script() {
    try (InputStream in = ShopInTrouble.class.getResourceAsStream("/pages/seed.sql")) {
      return new String(
          java.util.Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
