package io.llmdevops.copilot.cli.text;

import io.llmdevops.copilot.cli.text.Ink.Tone;
import java.util.ArrayList;
import java.util.List;

/// Rows in aligned columns, two spaces apart. When they do not fit the screen the elastic column is
/// cut, with an ellipsis.
public final class Table {
  private static final String GAP = "  ";
  private static final int NARROWEST_ELASTIC = 12;

  private final List<Column> columns;
  private final List<List<Cell>> rows = new ArrayList<>();

  /// @param elastic gives way when the screen is narrow
  /// @param right numbers stand right
  private record Column(String title, boolean elastic, boolean right) {}

  /// What one row says in one column. Control characters (also of text that came from elsewhere)
  /// never reach the terminal.
  public record Cell(String text, Tone tone) {
    public Cell {
      text = clean(text);
    }

    public static Cell of(String text) {
      return new Cell(text, Tone.PLAIN);
    }
  }

  private Table(List<Column> columns) {
    this.columns = columns;
  }

  /// Titles of the columns; `~` in front marks the elastic one, `>` one that stands right.
  public static Table of(String... titles) {
    List<Column> columns = new ArrayList<>();
    for (String title : titles) {
      boolean elastic = title.startsWith("~");
      boolean right = title.startsWith(">");
      columns.add(new Column(elastic || right ? title.substring(1) : title, elastic, right));
    }
    return new Table(columns);
  }

  public void row(Cell... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns.size());
    }
    rows.add(List.of(cells));
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  public void print(Screen screen) {
    int[] widths = widths(screen.width());
    screen.line(
        line(
            columns.stream().map(c -> new Cell(c.title, Tone.FAINT)).toList(),
            widths,
            screen.ink()));
    rows.forEach(row -> screen.line(line(row, widths, screen.ink())));
  }

  private int[] widths(int available) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      int column = i;
      widths[i] =
          Math.max(
              columns.get(i).title.length(),
              rows.stream().mapToInt(row -> length(row.get(column).text)).max().orElse(0));
    }
    long total = GAP.length() * (widths.length - 1L);
    for (int width : widths) {
      total += width;
    }
    for (int i = 0; i < widths.length; i++) {
      if (columns.get(i).elastic && total > available) {
        int given = (int) Math.max(NARROWEST_ELASTIC, widths[i] - (total - available));
        total -= widths[i] - given;
        widths[i] = given;
      }
    }
    return widths;
  }

  private String line(List<Cell> cells, int[] widths, Ink ink) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String text = cut(cells.get(i).text, widths[i]);
      String padding = " ".repeat(widths[i] - length(text));
      String painted = ink.paint(cells.get(i).tone, text);
      line.append(i == 0 ? "" : GAP);
      line.append(columns.get(i).right ? padding + painted : painted + padding);
    }
    return line.toString().stripTrailing();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /// At most so many characters.
  public static String cut(String text, int width) {
    return length(text) <= width
        ? text
        : text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
  }

  /// Lines of at most `width` characters, broken between words; a longer word stands alone.
  public static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : clean(text).split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  public static String clean(String text) {
    return text.codePoints().noneMatch(Character::isISOControl)
        ? text
        : text.codePoints()
            .map(c -> Character.isISOControl(c) ? ' ' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }
}
