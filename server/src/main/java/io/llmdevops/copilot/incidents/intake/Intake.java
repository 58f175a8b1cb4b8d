package io.llmdevops.copilot.incidents.intake;

import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.platform.telemetry.Meters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// From the bytes of a delivery to committed rows. Counts `copilot_intake_alerts_total` by result
/// (new, repeated), `copilot_intake_refused_total` (deliveries that could not be stored),
/// `copilot_intake_truncated_total` and `copilot_intake_mended_total` (alerts).
public final class Intake implements AutoCloseable {
  private final WebhookReader reader;
  private final GroupCommit commits;
  private final InstantSource time;
  private final Meters meters;

  /// What was taken in of one delivery.
  public record Taken(int alerts, long truncated, int mended) {}

  public Intake(
      Jdbi jdbi,
      InstantSource time,
      IdSource ids,
      IntakeLimits limits,
      GroupCommit.Bounds bounds,
      Meters meters,
      Runnable afterCommit) {
    this.reader = new WebhookReader(limits);
    this.time = time;
    this.meters = meters;
    this.commits =
        new GroupCommit(
            new AlertStore(jdbi, ids),
            time,
            written -> {
              meters.add("copilot.intake.alerts", (double) written.inserted(), "result", "new");
              meters.add(
                  "copilot.intake.alerts", (double) written.repeated(), "result", "repeated");
              afterCommit.run();
            },
            bounds);
    commits.start();
  }

  public Taken take(byte[] body, @Nullable String receiver) {
    Delivery delivery = reader.read(body, receiver, time.instant());
    if (!delivery.alerts().isEmpty()) {
      store(delivery);
    }
    if (delivery.truncated() > 0) {
      meters.add("copilot.intake.truncated", (double) delivery.truncated());
    }
    if (delivery.mended() > 0) {
      meters.add("copilot.intake.mended", delivery.mended());
    }
    return new Taken(delivery.alerts().size(), delivery.truncated(), delivery.mended());
  }

  private void store(Delivery delivery) {
    try {
      commits.store(delivery.alerts());
    } catch (CopilotException.Unavailable e) {
      meters.count("copilot.intake.refused");
      throw e;
    }
  }

  /// Empty as long as what arrives is stored.
  public Optional<GroupCommit.Trouble> trouble() {
    return commits.trouble();
  }

  @Override
  public void close() {
    commits.close();
  }

  public void close(Duration limit) {
    commits.close(limit);
  }
}
