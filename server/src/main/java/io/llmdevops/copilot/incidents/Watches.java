package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.incidents.ledger.SignalList;
import io.llmdevops.copilot.incidents.watches.WatchList;
import io.llmdevops.copilot.platform.errors.CopilotException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;

/// The doorway to what is watched and to the signals that come of it.
@ApplicationScoped
public class Watches {
  public static final int DEFAULT_LIMIT = 50;
  public static final int MAX_LIMIT = 500;

  private final Jdbi jdbi;

  public Watches(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// By name. `cursor` is the `next` of the slice before.
  ///
  /// @param failing only those whose last cycle failed or left something out
  public Page<Watch> list(boolean failing, Optional<String> cursor, int limit) {
    return jdbi.withHandle(handle -> WatchList.page(handle, failing, cursor, checked(limit)));
  }

  public Watch get(String id) {
    return jdbi.withHandle(handle -> WatchList.find(handle, id))
        .orElseThrow(
            () -> new CopilotException.NotFound("there is no watch with the id '" + id + "'"));
  }

  /// Newest first.
  public Page<Signal> signals(SignalFilter filter, Optional<String> cursor, int limit) {
    return jdbi.withHandle(handle -> SignalList.page(handle, filter, cursor, checked(limit)));
  }

  public Signal signal(UUID id) {
    return jdbi.withHandle(handle -> SignalList.find(handle, id))
        .orElseThrow(() -> new CopilotException.NotFound("there is no signal with the id " + id));
  }

  private static int checked(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new CopilotException.BadRequest(
          "limit is %d, allowed are 1 to %d".formatted(limit, MAX_LIMIT));
    }
    return limit;
  }
}
