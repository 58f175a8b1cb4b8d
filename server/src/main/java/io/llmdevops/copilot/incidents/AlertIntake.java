package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.incidents.intake.GroupCommit;
import io.llmdevops.copilot.incidents.intake.Intake;
import io.llmdevops.copilot.incidents.intake.IntakeLimits;
import io.llmdevops.copilot.incidents.intake.WebhookProof;
import io.llmdevops.copilot.platform.identifiers.IdSource;
import io.llmdevops.copilot.platform.lifecycle.StopDeadline;
import io.llmdevops.copilot.platform.telemetry.Meters;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The doorway for alerts that other systems send. What it has taken is committed; what it could
/// not commit it refuses with `Unavailable`, and the sender repeats it.
@ApplicationScoped
public class AlertIntake {
  private static final int COMMIT = 4_000;

  private final Intake intake;
  private final WebhookProof proof;
  private final InstantSource time;
  private final StopDeadline deadline;
  private final int mostBytes;

  public AlertIntake(
      Jdbi jdbi,
      InstantSource time,
      IdSource ids,
      IntakeConfig config,
      Meters meters,
      Correlating correlating,
      StopDeadline deadline) {
    this.time = time;
    this.deadline = deadline;
    this.mostBytes = config.maxBytes();
    this.proof = new WebhookProof(config.webhookToken(), config.webhookHmacSecret());
    this.intake =
        new Intake(
            jdbi,
            time,
            ids,
            new IntakeLimits(
                config.maxBytes(),
                config.maxAlerts(),
                config.maxLabels(),
                IntakeLimits.DEFAULT.nameLength(),
                config.maxLabelLength(),
                IntakeLimits.DEFAULT.annotationLength()),
            new GroupCommit.Bounds(config.queueAlerts(), COMMIT, config.patience()),
            meters,
            correlating::wake);
  }

  /// What was taken of a delivery. `truncated` alerts were left out by the sender; of `mended` ones
  /// something was cut or corrected, which their notes say.
  public record Receipt(int alerts, long truncated, int mended) {}

  /// The headers by which a sender may prove that it is allowed to send.
  public record Credentials(
      @Nullable String authorization, @Nullable String signature, @Nullable String timestamp) {}

  /// The largest body that is read.
  public int mostBytes() {
    return mostBytes;
  }

  /// Whether senders have a token or a signing secret of their own.
  public boolean hasOwnCredentials() {
    return proof.isConfigured();
  }

  public boolean admits(Credentials credentials, byte[] body) {
    return proof.holdsToken(credentials.authorization())
        || proof.isSigned(body, credentials.signature(), credentials.timestamp(), time.instant());
  }

  /// @param receiver the intake that the sender named in the address; null takes the payload's
  public Receipt take(byte[] body, @Nullable String receiver) {
    Intake.Taken taken = intake.take(body, receiver);
    return new Receipt(taken.alerts(), taken.truncated(), taken.mended());
  }

  /// Why the latest deliveries could not be stored; empty when they were.
  Optional<GroupCommit.Trouble> trouble() {
    return intake.trouble();
  }

  @PreDestroy
  void close() {
    intake.close(deadline.left());
  }
}
