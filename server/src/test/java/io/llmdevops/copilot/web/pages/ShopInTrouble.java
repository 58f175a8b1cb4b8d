package io.llmdevops.copilot.web.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jdbi.v3.core.Jdbi;

/// Fills a database with a shop in trouble; see `pages/seed.sql`.
final class ShopInTrouble {
  private ShopInTrouble() {}

  /// Whatever was there is gone.
  static void seed(Jdbi jdbi) {
    jdbi.useTransaction(handle -> {
      empty(handle);
      handle.createScript(script()).execute();
    });
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
