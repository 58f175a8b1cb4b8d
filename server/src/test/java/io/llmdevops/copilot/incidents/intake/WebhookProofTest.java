package io.llmdevops.copilot.incidents.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookProofTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_772_366_400);
  private static final byte[] BODY = "{\"alerts\":[]}".getBytes(StandardCharsets.UTF_8);

  /// openssl dgst -sha256 -hmac secret
  private static final String SIGNATURE =
      "1745765da3451aa4b37c66c165cd80b9a4765574a56eedd22aebc2737ac612c3";

  /// The same of "1772366400:" and the body.
  private static final String TIMED_SIGNATURE =
      "53e894ffa2cda2e12c179eeb3e90bf088dfe2c222ff0f857a7c940c64351a120";

  private final WebhookProof proof =
      new WebhookProof(Optional.of("the-token"), Optional.of("secret"));

  @Test
  void the_token_is_taken_as_bearer_and_as_password() {
    assertThat(proof.holdsToken("Bearer the-token")).isTrue();
    assertThat(proof.holdsToken("bearer  the-token")).isTrue();
    assertThat(proof.holdsToken(basic("alertmanager:the-token"))).isTrue();
  }

  @Test
  void anything_else_is_not_the_token() {
    assertThat(proof.holdsToken(null)).isFalse();
    assertThat(proof.holdsToken("the-token")).isFalse();
    assertThat(proof.holdsToken("Bearer the-toke")).isFalse();
    assertThat(proof.holdsToken("Bearer ")).isFalse();
    assertThat(proof.holdsToken("Digest the-token")).isFalse();
    assertThat(proof.holdsToken("Basic %%%")).isFalse();
    assertThat(new WebhookProof(Optional.empty(), Optional.empty()).holdsToken("Bearer "))
        .isFalse();
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_signature_of_exactly_this_body_is_taken() {
    assertThat(proof.isSigned(BODY, SIGNATURE, null, NOW)).isTrue();
    assertThat(proof.isSigned(BODY, "sha256=" + SIGNATURE, null, NOW)).isTrue();
    assertThat(proof.isSigned(new byte[] {'{', '}'}, SIGNATURE, null, NOW)).isFalse();
    assertThat(proof.isSigned(BODY, null, null, NOW)).isFalse();
    assertThat(
            new WebhookProof(Optional.empty(), Optional.of("other"))
                .isSigned(BODY, SIGNATURE, null, NOW))
        .isFalse();
  }

  @Test
  void a_signature_with_a_time_covers_the_time_and_grows_old() {
    assertThat(proof.isSigned(BODY, TIMED_SIGNATURE, "1772366400", NOW)).isTrue();
    assertThat(proof.isSigned(BODY, TIMED_SIGNATURE, "1772366401", NOW)).isFalse();
    assertThat(proof.isSigned(BODY, TIMED_SIGNATURE, "1772366400", NOW.plusSeconds(601))).isFalse();
    assertThat(proof.isSigned(BODY, TIMED_SIGNATURE, "soon", NOW)).isFalse();
  }
}
