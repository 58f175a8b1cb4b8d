package io.llmdevops.copilot.cli.text;

/// Colours by meaning (ECMA-48 select graphic rendition, the basic eight, so that the user's own
/// palette decides how they look).
public enum Ink {
  ANSI,
  NONE;

  public enum Tone {
    PLAIN(""),
    STRONG("1"),
    FAINT("2"),
    GOOD("32"),
    WARNING("33"),
    BAD("31"),
    LINK("36");

    private final String code;

    Tone(String code) {
      this.code = code;
    }
  }

  public String paint(Tone tone, String text) {
    return this == NONE || tone == Tone.PLAIN || text.isEmpty()
        ? text
        : "\u001b[" + tone.code + "m" + text + "\u001b[0m";
  }

  public static Tone ofSeverity(String severity) {
    return switch (severity) {
      case "critical" -> Tone.BAD;
      case "warning" -> Tone.WARNING;
      default -> Tone.PLAIN;
    };
  }

  public static Tone ofStatus(String status) {
    return switch (status) {
      case "resolved" -> Tone.GOOD;
      case "detected", "investigating" -> Tone.WARNING;
      case "suppressed" -> Tone.FAINT;
      default -> Tone.PLAIN;
    };
  }
}
