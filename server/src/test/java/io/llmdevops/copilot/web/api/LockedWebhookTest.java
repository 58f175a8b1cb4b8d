package io.llmdevops.copilot.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmdevops.copilot.web.Http;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// Who may deliver alerts to a server that is locked.
@QuarkusTest
@TestProfile(LockedWebhookTest.Locked.class)
class LockedWebhookTest {
  private static final String ADMIN = "0123456789abcdef0123456789abcdef";
  private static final String BODY = "{\"alerts\":[]}";

  @TestHTTPResource("/")
  String address = "";

  /// The settings of this class.
  public static final class Locked implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "copilot.security.admin-token", ADMIN,
          "copilot.intake.webhook-token", "the-webhook-token",
          "copilot.intake.webhook-hmac-secret", "the-secret");
    }
  }

  private int deliver(String... headers) {
    return deliverTo("", headers);
  }

  private int deliverTo(String query, String... headers) {
    String[] all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 0, headers.length);
    all[headers.length] = "Content-Type";
    all[headers.length + 1] = "application/json";
    return new Http(address.replaceAll("/$", ""))
        .send("POST", "/api/v1/webhooks/alertmanager" + query, BODY, all)
        .statusCode();
  }

  private static String signature(String secret) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(BODY.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void nobody_delivers_without_a_proof_or_with_a_wrong_one() throws Exception {
    assertThat(deliver()).isEqualTo(401);
    assertThat(deliver("Authorization", "Bearer wrong")).isEqualTo(401);
    assertThat(deliver("X-Signature-SHA256", signature("wrong"))).isEqualTo(401);
    assertThat(deliverTo("?token=the-webhook-token")).isEqualTo(401);
  }

  @Test
  void the_webhook_token_the_admin_token_and_a_signature_are_proofs() throws Exception {
    String basic =
        Base64.getEncoder().encodeToString("am:the-webhook-token".getBytes(StandardCharsets.UTF_8));
    assertThat(deliver("Authorization", "Bearer the-webhook-token")).isEqualTo(200);
    assertThat(deliver("Authorization", "Basic " + basic)).isEqualTo(200);
    assertThat(deliver("Authorization", "Bearer " + ADMIN)).isEqualTo(200);
    assertThat(deliver("X-Signature-SHA256", "sha256=" + signature("the-secret"))).isEqualTo(200);
    assertThat(deliver("X-Grafana-Alerting-Signature", signature("the-secret"))).isEqualTo(200);
  }

  @Test
  void the_webhook_token_opens_nothing_else() {
    assertThat(
            new Http(address.replaceAll("/$", ""))
                .get("/api/v1/incidents", "Authorization", "Bearer the-webhook-token")
                .statusCode())
        .isEqualTo(401);
  }
}
