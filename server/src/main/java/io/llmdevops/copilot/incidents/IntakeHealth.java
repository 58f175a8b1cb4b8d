package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.incidents.intake.GroupCommit;
import io.llmdevops.copilot.platform.health.HealthCheck;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/// Degraded while alerts are turned away because they cannot be stored: a database may answer
/// queries and yet take nothing, when its disk is full. Senders repeat what was refused, so after a
/// while without them the refusal is history.
@Singleton
class IntakeHealth implements HealthCheck {
  private static final Duration HISTORY = Duration.ofMinutes(5);

  private final AlertIntake intake;
  private final InstantSource time;

  IntakeHealth(AlertIntake intake, InstantSource time) {
    this.intake = intake;
    this.time = time;
  }

  @Override
  public String name() {
    return "intake";
  }

  @Override
  public boolean needed() {
    return false;
  }

  @Override
  public Result check() {
    return intake
        .trouble()
        .filter(trouble -> trouble.last().plus(HISTORY).isAfter(time.instant()))
        .map(IntakeHealth::told)
        .orElseGet(() -> Result.up(""));
  }

  private static Result told(GroupCommit.Trouble trouble) {
    return Result.degraded(
        "alerts are refused since %s: %s".formatted(trouble.since(), trouble.reason()));
  }
}
