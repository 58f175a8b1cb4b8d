package io.llmdevops.copilot.platform.database;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Gives each Quarkus boot in tests a fresh database. Registered in `META-INF/services`, so a
/// `@QuarkusTest` needs no annotation for it.
public final class QuarkusTestDatabase implements QuarkusTestResourceLifecycleManager {
  private @Nullable TestDatabase database;

  @Override
  public Map<String, String> start() {
    TestDatabase fresh = TestDatabase.fresh();
    database = fresh;
    return Map.of(
        "copilot.database.url", fresh.url(),
        "copilot.database.user", fresh.user(),
        "copilot.database.password", fresh.password());
  }

  @Override
  public void stop() {
    if (database != null) {
      database.close();
    }
  }
}
