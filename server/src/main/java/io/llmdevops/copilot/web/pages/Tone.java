package io.llmdevops.copilot.web.pages;

import io.llmdevops.copilot.incidents.IncidentStatus;
import io.llmdevops.copilot.incidents.Severity;

/// How a severity or a status looks: `css` is the class suffix that picks colour and shape, `label`
/// what is written beside it, so that colour never carries the meaning alone.
public record Tone(String css, String label) {
  static Tone of(Severity severity) {
    return switch (severity) {
      case CRITICAL -> new Tone("critical", "Critical");
      case WARNING -> new Tone("warning", "Warning");
      case INFO -> new Tone("info", "Info");
    };
  }

  static Tone of(IncidentStatus status) {
    return switch (status) {
      case DETECTED -> new Tone("detected", "Detected");
      case INVESTIGATING -> new Tone("investigating", "Investigating");
      case ACKNOWLEDGED -> new Tone("acknowledged", "Acknowledged");
      case MITIGATED -> new Tone("mitigated", "Mitigated");
      case RESOLVED -> new Tone("resolved", "Resolved");
      case SUPPRESSED -> new Tone("suppressed", "Suppressed");
    };
  }
}
