package io.llmdevops.copilot.web.api;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.llmdevops.copilot.identity.CurrentPrincipal;
import io.llmdevops.copilot.identity.OpenToAll;
import io.llmdevops.copilot.identity.Permission;
import io.llmdevops.copilot.identity.Principal;
import io.llmdevops.copilot.incidents.AlertIntake;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Where Alertmanager and Grafana deliver. An answer of 200 means that all alerts of the delivery
/// are committed.
@Path("/api/v1/webhooks/alertmanager")
@Tag(name = "Webhooks")
@OpenToAll("asks for the webhook token, a signature or a principal by itself")
@RunOnVirtualThread
public class WebhookResource {
  private static final Pattern RECEIVER = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private final AlertIntake intake;
  private final CurrentPrincipal who;

  WebhookResource(AlertIntake intake, CurrentPrincipal who) {
    this.intake = intake;
    this.who = who;
  }

  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Receipt(int alerts, long truncatedAlerts, int mended) {}

  @POST
  @Operation(summary = "Take in the alerts of a delivery of Alertmanager (version 4) or Grafana")
  public Receipt post(
      @HeaderParam("Authorization") @Nullable String authorization,
      @HeaderParam("Content-Type") @Nullable String type,
      @HeaderParam("X-Signature-SHA256") @Nullable String signature,
      @HeaderParam("X-Grafana-Alerting-Signature") @Nullable String grafanaSignature,
      @HeaderParam("X-Grafana-Alerting-Timestamp") @Nullable String timestamp,
      InputStream body) {
    return take(
        null,
        type,
        new AlertIntake.Credentials(
            authorization, signature == null ? grafanaSignature : signature, timestamp),
        body);
  }

  @PUT
  @Operation(summary = "The same; Grafana can be set to PUT")
  public Receipt put(
      @HeaderParam("Authorization") @Nullable String authorization,
      @HeaderParam("Content-Type") @Nullable String type,
      @HeaderParam("X-Signature-SHA256") @Nullable String signature,
      @HeaderParam("X-Grafana-Alerting-Signature") @Nullable String grafanaSignature,
      @HeaderParam("X-Grafana-Alerting-Timestamp") @Nullable String timestamp,
      InputStream body) {
    return post(authorization, type, signature, grafanaSignature, timestamp, body);
  }

  @POST
  @Path("/{receiver}")
  @Operation(summary = "The same, with a name for where the alerts come from")
  public Receipt postTo(
      @PathParam("receiver") String receiver,
      @HeaderParam("Authorization") @Nullable String authorization,
      @HeaderParam("Content-Type") @Nullable String type,
      @HeaderParam("X-Signature-SHA256") @Nullable String signature,
      @HeaderParam("X-Grafana-Alerting-Signature") @Nullable String grafanaSignature,
      @HeaderParam("X-Grafana-Alerting-Timestamp") @Nullable String timestamp,
      InputStream body) {
    if (!RECEIVER.matcher(receiver).matches()) {
      throw new CopilotException.BadRequest(
          "the name of a receiver has 1 to 100 letters, digits, dots, dashes or underscores");
    }
    return take(
        receiver,
        type,
        new AlertIntake.Credentials(
            authorization, signature == null ? grafanaSignature : signature, timestamp),
        body);
  }

  private Receipt take(
      @Nullable String receiver,
      @Nullable String type,
      AlertIntake.Credentials credentials,
      InputStream stream) {
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new CopilotException.UnsupportedType(
          "a delivery is application/json, this one %s"
              .formatted(type == null ? "says nothing" : type));
    }
    byte[] body = read(stream);
    authenticate(credentials, body);
    AlertIntake.Receipt receipt = intake.take(body, receiver);
    return new Receipt(receipt.alerts(), receipt.truncated(), receipt.mended());
  }

  private byte[] read(InputStream stream) {
    try {
      byte[] body = stream.readNBytes(intake.mostBytes() + 1);
      if (body.length > intake.mostBytes()) {
        throw new CopilotException.TooLarge(
            "a delivery has at most %d bytes; set max_alerts in the receiver"
                .formatted(intake.mostBytes()));
      }
      return body;
    } catch (IOException e) {
      throw new CopilotException.BadRequest("the body ended before its announced length", e);
    }
  }

  /// With a token or secret for webhooks configured, being on this machine is not enough.
  private void authenticate(AlertIntake.Credentials credentials, byte[] body) {
    boolean known =
        who.find()
            .filter(p -> p.kind() != Principal.Kind.LOCAL || !intake.hasOwnCredentials())
            .filter(p -> p.may(Permission.OPERATE))
            .isPresent();
    if (!known && !intake.admits(credentials, body)) {
      throw new CopilotException.Unauthenticated(
          "send the webhook token (bearer, or as password of basic authentication) or sign the"
              + " body; see docs/use/incidents.md");
    }
  }
}
