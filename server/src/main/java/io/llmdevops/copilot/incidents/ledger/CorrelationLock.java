package io.llmdevops.copilot.incidents.ledger;

import org.jdbi.v3.core.Handle;

/// Of all pods one at a time decides what belongs to which incident. The lock ends with the
/// transaction, so a pod that dies holds up nobody.
public final class CorrelationLock {
  private static final long KEY = 0x434F_5252_454C_4154L;

  private CorrelationLock() {}

  /// False when another pod is at it.
  public static boolean tryTake(Handle handle) {
    return handle
        .createQuery("select pg_try_advisory_xact_lock(:key)")
        .bind("key", KEY)
        .mapTo(Boolean.class)
        .one();
  }

  /// Waits for it: for people, who merge by hand.
  public static void take(Handle handle) {
    handle
        .createQuery("select 1 from pg_advisory_xact_lock(:key)")
        .bind("key", KEY)
        .mapTo(Integer.class)
        .one();
  }
}
