package io.llmdevops.copilot.incidents;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Who changes an incident, the version that they saw (absent: whichever is current), and what they
/// say about it.
public record Action(String actor, OptionalLong expectedVersion, @Nullable String note) {

  public static final int LONGEST_NOTE = 10_000;

  public Action {
    if (actor.isBlank()) {
      throw new IllegalArgumentException("an action needs an actor");
    }
    if (note != null && note.length() > LONGEST_NOTE) {
      throw new IllegalArgumentException(
          "a comment holds at most " + LONGEST_NOTE + " characters, this one " + note.length());
    }
  }

  public static Action by(String actor) {
    return new Action(actor, OptionalLong.empty(), null);
  }

  public Action expecting(long version) {
    return new Action(actor, OptionalLong.of(version), note);
  }

  public Action saying(String text) {
    return new Action(actor, expectedVersion, text);
  }
}
