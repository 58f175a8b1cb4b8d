package io.llmdevops.copilot.cli.demo;

import io.llmdevops.copilot.cli.text.Ink;
import io.llmdevops.copilot.cli.text.Ink.Tone;
import io.llmdevops.copilot.cli.text.Screen;
import io.llmdevops.copilot.cli.text.Table;
import java.util.function.LongSupplier;

/// Tells the demo in lines with the time since its start. On a terminal the last line shows what is
/// awaited, and changes in place.
final class Story {
  private static final int WHAT = 12;

  private final Screen screen;
  private final Ink ink;
  private final LongSupplier nanos;
  private final long begun;
  private boolean pending;

  Story(Screen screen, LongSupplier nanos) {
    this.screen = screen;
    this.ink = screen.ink();
    this.nanos = nanos;
    this.begun = nanos.getAsLong();
  }

  /// Something happened.
  synchronized void tell(Tone tone, String what, String text) {
    clear();
    long seconds = (nanos.getAsLong() - begun) / 1_000_000_000;
    screen.line(
        ink.paint(Tone.FAINT, "%3d:%02d  ".formatted(seconds / 60, seconds % 60))
            + ink.paint(tone, ("%-" + WHAT + "s").formatted(what))
            + " "
            + Table.clean(text));
  }

  /// More about what was told last.
  synchronized void more(Tone tone, String text) {
    clear();
    screen.line(" ".repeat(8 + WHAT + 1) + ink.paint(tone, Table.clean(text)));
  }

  synchronized void blank() {
    clear();
    screen.line("");
  }

  synchronized void title(String text) {
    clear();
    screen.line(ink.paint(Tone.STRONG, text));
  }

  /// What is awaited; shown on terminals only.
  synchronized void await(String text) {
    if (screen.isTerminal()) {
      screen.overwrite(ink.paint(Tone.FAINT, Table.cut(" ".repeat(8) + text, screen.width() - 1)));
      pending = true;
    }
  }

  private void clear() {
    if (pending) {
      screen.overwrite("");
      pending = false;
    }
  }
}
