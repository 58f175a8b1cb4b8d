package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.incidents.ledger.Rows;
import io.llmdevops.copilot.platform.errors.CopilotException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Answers to writes that carried a key, kept for a day. A key stands for one request of one
/// principal.
@ApplicationScoped
public class IdempotencyKeys {
  private static final Duration KEPT = Duration.ofDays(1);

  /// A request of which no answer was stored after this time was cut off with its server.
  private static final Duration LONGEST_REQUEST = Duration.ofMinutes(1);

  private static final int UNDER_WAY = 0;

  private final Jdbi jdbi;
  private final InstantSource time;

  public IdempotencyKeys(Jdbi jdbi, InstantSource time) {
    this.jdbi = jdbi;
    this.time = time;
  }

  public record Stored(int status, String response) {}

  /// The stored answer, or nothing if the request is now to be done. Throws `Conflict` when the key
  /// was used for another request, or this one is under way.
  public Optional<Stored> begin(String principal, String key, String requestHash) {
    Instant now = time.instant();
    return jdbi.inTransaction(handle -> {
      prune(handle, principal, now);
      int inserted =
          handle
              .createUpdate(
                  """
                  insert into idempotency_key
                    (principal, key, request_hash, status, response, created_at)
                  values (:principal, :key, :hash, 0, '', :now)
                  on conflict (principal, key) do nothing
                  """)
              .bind("principal", principal)
              .bind("key", key)
              .bind("hash", requestHash)
              .bind("now", now)
              .execute();
      return inserted == 1
          ? Optional.empty()
          : Optional.of(existing(handle, principal, key, requestHash));
    });
  }

  private static Stored existing(Handle handle, String principal, String key, String requestHash) {
    record Row(String hash, Stored stored) {}
    Row row =
        handle
            .createQuery(
                """
                select request_hash, status, response
                from idempotency_key
                where principal = :principal and key = :key
                """)
            .bind("principal", principal)
            .bind("key", key)
            .map(r ->
                new Row(
                    Rows.text(r, "request_hash"),
                    new Stored(Rows.count(r, "status"), Rows.text(r, "response"))))
            .one();
    if (!row.hash().equals(requestHash)) {
      throw new CopilotException.Conflict(
          "the Idempotency-Key '%s' was used for another request".formatted(key));
    }
    if (row.stored().status() == UNDER_WAY) {
      throw new CopilotException.Conflict(
          "the request with the Idempotency-Key '%s' is under way".formatted(key));
    }
    return row.stored();
  }

  public void finish(String principal, String key, int status, String response) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update idempotency_key set status = :status, response = :response
                where principal = :principal and key = :key
                """)
            .bind("principal", principal)
            .bind("key", key)
            .bind("status", status)
            .bind("response", response)
            .execute());
  }

  /// The request failed and may be tried again.
  public void forget(String principal, String key) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate("delete from idempotency_key where principal = :principal and key = :key")
            .bind("principal", principal)
            .bind("key", key)
            .execute());
  }

  private static void prune(Handle handle, String principal, Instant now) {
    handle
        .createUpdate(
            """
            delete from idempotency_key
            where created_at < :old
              or (status = 0 and principal = :principal and created_at < :cut_off)
            """)
        .bind("old", now.minus(KEPT))
        .bind("cut_off", now.minus(LONGEST_REQUEST))
        .bind("principal", principal)
        .execute();
  }
}
