package io.llmdevops.copilot.incidents.intake;

import io.llmdevops.copilot.incidents.Severity;
import io.llmdevops.copilot.sources.Labels;
import java.util.Locale;

/// The words that alert rules use for how bad it is. An alert that says nothing is a warning:
/// somebody wrote a rule for it.
final class Severities {
  private Severities() {}

  static Severity of(Labels labels) {
    String word = labels.get("severity").or(() -> labels.get("priority")).orElse("warning");
    return switch (word.strip().toLowerCase(Locale.ROOT)) {
      case "critical",
          "crit",
          "page",
          "fatal",
          "emergency",
          "disaster",
          "alert",
          "high",
          "p0",
          "p1",
          "sev0",
          "sev1",
          "1" ->
          Severity.CRITICAL;
      case "info",
          "information",
          "informational",
          "none",
          "low",
          "notice",
          "debug",
          "ok",
          "p4",
          "p5",
          "sev4",
          "sev5",
          "4",
          "5" ->
          Severity.INFO;
      default -> Severity.WARNING;
    };
  }
}
