package io.llmdevops.copilot.platform.cache;

import io.llmdevops.copilot.testkit.SettableTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;

class InProcessFastPathTest extends FastPathContract {
  private final SettableTime time = new SettableTime(Instant.parse("2026-01-01T00:00:00Z"));
  private final InProcessFastPath fastPath = new InProcessFastPath(time);

  @AfterEach
  void close() {
    fastPath.close();
  }

  @Override
  FastPath here() {
    return fastPath;
  }

  @Override
  FastPath there() {
    return fastPath;
  }

  @Override
  void pass(Duration duration) {
    time.advance(duration);
  }
}
