package io.llmdevops.copilot.identity;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/// The sessions of people who logged in at the page.
final class SessionStore {
  private final Jdbi jdbi;

  SessionStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  void add(byte[] tokenHash, Principal principal, Instant created, Instant expires) {
    jdbi.useTransaction(h -> {
      h.createUpdate("delete from web_session where expires_at <= :now")
          .bind("now", created)
          .execute();
      h.createUpdate(
              """
              insert into web_session (token_hash, principal, permission, created_at, expires_at)
              values (:hash, :principal, :permission, :created, :expires)
              """)
          .bind("hash", tokenHash)
          .bind("principal", principal.name())
          .bind("permission", principal.highest().name())
          .bind("created", created)
          .bind("expires", expires)
          .execute();
    });
  }

  Optional<Principal> find(byte[] tokenHash, Instant now) {
    return jdbi.withHandle(h ->
        h.createQuery(
                """
                select principal, permission from web_session
                where token_hash = :hash and expires_at > :now
                """)
            .bind("hash", tokenHash)
            .bind("now", now)
            .mapToMap(String.class)
            .map(row ->
                new Principal(
                    String.valueOf(row.get("principal")),
                    Principal.Kind.SESSION,
                    Permission.valueOf(String.valueOf(row.get("permission")))))
            .findOne());
  }

  void remove(byte[] tokenHash) {
    jdbi.useHandle(h ->
        h.createUpdate("delete from web_session where token_hash = :hash")
            .bind("hash", tokenHash)
            .execute());
  }
}
