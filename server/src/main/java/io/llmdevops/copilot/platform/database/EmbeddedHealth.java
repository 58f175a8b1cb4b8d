package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.health.HealthCheck;

/// Whether the embedded server runs and has room to write. Degraded at most: while it stands still
/// the check of the database itself says that nothing can be answered.
public final class EmbeddedHealth implements HealthCheck {
  /// The write-ahead log alone may take this between two checkpoints.
  private static final long LITTLE_MEGABYTES = 512;

  private final EmbeddedPostgres postgres;

  public EmbeddedHealth(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  @Override
  public String name() {
    return "storage";
  }

  @Override
  public boolean needed() {
    return false;
  }

  @Override
  public Result check() {
    return postgres.trouble().map(Result::down).orElseGet(this::room);
  }

  private Result room() {
    long left = postgres.megabytesLeft();
    String said = left + " MB left on the disk of " + postgres.folder();
    return left < LITTLE_MEGABYTES
        ? Result.degraded(said + "; when it is full nothing can be stored")
        : Result.up(said);
  }
}
