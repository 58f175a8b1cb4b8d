package io.llmdevops.copilot.llm.masking;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts values back into a text that arrives in pieces: what may be the beginning of a placeholder
/// is held back until it is clear what it is. Not thread-safe: one stream.
public final class Unmasking {
  private static final int LONGEST = "SECRET_".length() + 64;

  /// The end of a text that may be the beginning of a placeholder, or a whole one that may go on.
  private static final Pattern OPEN_END = openEnd();

  private final Mask mask;
  private final Mask.Audience audience;
  private final StringBuilder held = new StringBuilder();

  public Unmasking(Mask mask, Mask.Audience audience) {
    this.mask = mask;
    this.audience = audience;
  }

  private static Pattern openEnd() {
    StringBuilder any = new StringBuilder();
    for (Kind kind : Kind.values()) {
      String word = kind + "_";
      any.append(any.isEmpty() ? "(?:" : "|").append(word).append("[0-9a-f]{0,64}");
      for (int length = word.length() - 1; length > 0; length--) {
        any.append('|').append(word, 0, length);
      }
    }
    return Pattern.compile(any.append(")\\z").toString());
  }

  /// What can be shown after this piece.
  public String next(String piece) {
    held.append(piece);
    int safe = held.length();
    Matcher end = OPEN_END.matcher(held);
    end.region(Math.max(0, held.length() - LONGEST), held.length());
    if (end.find()) {
      safe = end.start();
    }
    String done = held.substring(0, safe);
    held.delete(0, safe);
    return mask.unmask(done, audience);
  }

  /// What was held back, when nothing more comes.
  public String rest() {
    String rest = mask.unmask(held.toString(), audience);
    held.setLength(0);
    return rest;
  }
}
