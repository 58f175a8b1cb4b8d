package io.llmdevops.copilot.cli.text;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;

/// Where answers go: a terminal of some width, or a pipe or file, which gets every character and no
/// colour.
public final class Screen {
  private static final int NARROWEST = 40;

  private final PrintWriter out;
  private final Optional<Integer> columns;
  private final Ink ink;

  /// @param columns of the terminal; absent when it is none
  /// @param environment `NO_COLOR` (no-color.org) and `TERM=dumb` turn colours off
  public Screen(PrintWriter out, Optional<Integer> columns, Map<String, String> environment) {
    this.out = out;
    this.columns = columns.map(wide -> Math.max(NARROWEST, wide));
    boolean plain =
        columns.isEmpty()
            || !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "").equals("dumb");
    this.ink = plain ? Ink.NONE : Ink.ANSI;
  }

  public void line(String text) {
    out.println(text);
    out.flush();
  }

  /// Text that the next [#line] or `overwrite` replaces; only to be used on a terminal.
  public void overwrite(String text) {
    out.print("\r\u001b[K" + text);
    out.flush();
  }

  public boolean isTerminal() {
    return columns.isPresent();
  }

  /// How many characters fit in a line; without a terminal there is no limit.
  public int width() {
    return columns.orElse(Integer.MAX_VALUE);
  }

  public Ink ink() {
    return ink;
  }
}
