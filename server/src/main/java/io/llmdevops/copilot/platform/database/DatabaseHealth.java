package io.llmdevops.copilot.platform.database;

import io.llmdevops.copilot.platform.health.HealthCheck;
import java.util.Optional;

/// One round trip to the database; without it nothing can be answered.
public final class DatabaseHealth implements HealthCheck {
  private final Database database;

  public DatabaseHealth(Database database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "database";
  }

  @Override
  public boolean needed() {
    return true;
  }

  @Override
  public Optional<String> suspicion() {
    return database.refusal();
  }

  @Override
  public Result check() {
    database.ping();
    return Result.up("");
  }
}
