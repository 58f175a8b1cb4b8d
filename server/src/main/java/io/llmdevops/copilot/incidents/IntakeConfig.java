package io.llmdevops.copilot.incidents;

import io.llmdevops.copilot.platform.config.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

@Setting("How alerts of Alertmanager and Grafana are taken in.")
@ConfigMapping(prefix = "copilot.intake")
public interface IntakeConfig {
  @Setting(
      value =
          "Token by which Alertmanager and Grafana may deliver alerts without any other right: as a"
              + " bearer token, or as the password of basic authentication.",
      env = "COPILOT_WEBHOOK_TOKEN",
      secret = true)
  Optional<String> webhookToken();

  @Setting(
      value =
          "Secret with which a sender signs the body (HMAC-SHA256, hexadecimal, in the header"
              + " `X-Signature-SHA256` or Grafana's `X-Grafana-Alerting-Signature`).",
      env = "COPILOT_WEBHOOK_HMAC_SECRET",
      secret = true)
  Optional<String> webhookHmacSecret();

  @Setting(value = "Largest delivery, in bytes; a larger one is refused with 413.", min = 1024)
  @WithDefault("4194304")
  int maxBytes();

  @Setting(value = "Most alerts in one delivery; more are refused with 413.", min = 1)
  @WithDefault("10000")
  int maxAlerts();

  @Setting(
      value =
          "Most labels, and most annotations, of an alert; further ones are left out and noted.",
      min = 8)
  @WithDefault("64")
  int maxLabels();

  @Setting(value = "Longest value of a label, in characters; a longer one is cut.", min = 64)
  @WithDefault("1024")
  int maxLabelLength();

  @Setting(
      value = "Alerts that may wait to be stored; deliveries beyond it are answered with 503.",
      min = 1)
  @WithDefault("40000")
  int queueAlerts();

  @Setting("How long a delivery may wait to be stored before it is answered with 503.")
  @WithDefault("20s")
  Duration patience();
}
