package io.llmdevops.copilot.llm.masking;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text as a reader or a program would understand it, and where each character of it came from:
/// without characters that nobody sees, with wide letters as plain ones, with percent signs or
/// Base64 decoded. What is found in a view is masked in the text.
///
/// @param from for each character of the view, where it begins in the text
/// @param to where it ends there
@SuppressWarnings("ArrayRecordComponent") // never compared
record View(String text, int[] from, int[] to) {
  private static final Pattern PERCENT = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");

  private static final Pattern BASE64 =
      Pattern.compile("(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{16,}={0,2}(?![A-Za-z0-9+/_=-])");

  private static final double PRINTABLE = 0.95;

  /// Base64 of an encoded address of a text with invisible characters is as far as it goes.
  private static final int DEEPEST = 3;

  /// All views of a text that differ from it, and those of the views.
  static List<View> of(String text) {
    return of(text, DEEPEST);
  }

  private static List<View> of(String text, int depth) {
    List<View> views = new ArrayList<>();
    lines(text, c -> c >= 0x80, views, View::plain);
    lines(text, c -> c == '%', views, View::percent);
    base64(text, views);
    if (depth > 1) {
      for (View view : List.copyOf(views)) {
        of(view.text(), depth - 1).forEach(deeper -> views.add(view.through(deeper)));
      }
    }
    return views;
  }

  /// A view of this view, as one of the text.
  private View through(View deeper) {
    int length = deeper.text().length();
    int[] begin = new int[length];
    int[] end = new int[length];
    for (int i = 0; i < length; i++) {
      begin[i] = from[deeper.from()[i]];
      end[i] = to[deeper.to()[i] - 1];
    }
    return new View(deeper.text(), begin, end);
  }

  /// The finding in the text that this is a view of.
  Finding inText(Finding found) {
    return new Finding(from[found.start()], to[found.end() - 1], found.kind());
  }

  /// Of the lines only that have something to see through: the others are in the text as they are.
  private static void lines(String text, IntPredicate hiding, List<View> views, Line reading) {
    for (int start = 0; start < text.length(); ) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      if (text.substring(start, end).chars().anyMatch(hiding)) {
        reading.read(text, start, end).ifPresent(views::add);
      }
      start = end + 1;
    }
  }

  private interface Line {
    Optional<View> read(String text, int start, int end);
  }

  private static Optional<View> plain(String text, int start, int end) {
    Builder view = new Builder(end - start);
    for (int i = start; i < end; ) {
      int point = text.codePointAt(i);
      int next = i + Character.charCount(point);
      if (!isInvisible(point)) {
        view.add(Normalizer.normalize(text.substring(i, next), Normalizer.Form.NFKC), i, next);
      }
      i = next;
    }
    return view.unlessSame(text.substring(start, end));
  }

  /// Format characters (zero width, direction, tags), variation selectors, fillers.
  private static boolean isInvisible(int point) {
    return Character.getType(point) == Character.FORMAT
        || (point >= 0xFE00 && point <= 0xFE0F)
        || (point >= 0xE0000 && point <= 0xE0FFF)
        || point == 0x034F
        || point == 0x115F
        || point == 0x1160
        || point == 0x3164;
  }

  private static Optional<View> percent(String text, int start, int end) {
    Builder view = new Builder(end - start);
    Matcher run = PERCENT.matcher(text).region(start, end);
    int done = start;
    while (run.find()) {
      view.copy(text, done, run.start());
      byte[] bytes = new byte[(run.end() - run.start()) / 3];
      for (int i = 0; i < bytes.length; i++) {
        int at = run.start() + 3 * i + 1;
        bytes[i] = (byte) Integer.parseInt(text.substring(at, at + 2), 16);
      }
      // A run of letters outside ASCII is taken as one piece.
      if (ascii(bytes)) {
        for (int i = 0; i < bytes.length; i++) {
          int at = run.start() + 3 * i;
          view.add(String.valueOf((char) bytes[i]), at, at + 3);
        }
      } else {
        view.add(new String(bytes, StandardCharsets.UTF_8), run.start(), run.end());
      }
      done = run.end();
    }
    view.copy(text, done, end);
    return view.unlessSame(text.substring(start, end));
  }

  private static boolean ascii(byte[] bytes) {
    for (byte one : bytes) {
      if (one < 0) {
        return false;
      }
    }
    return true;
  }

  /// Each run that decodes to readable text is a view; all that is found in it masks all of it.
  private static void base64(String text, List<View> views) {
    Matcher run = BASE64.matcher(text);
    while (run.find()) {
      int start = run.start();
      int end = run.end();
      readable(run.group())
          .ifPresent(decoded -> {
            int[] from = new int[decoded.length()];
            int[] to = new int[decoded.length()];
            Arrays.fill(from, start);
            Arrays.fill(to, end);
            views.add(new View(decoded, from, to));
          });
    }
  }

  private static Optional<String> readable(String base64) {
    byte[] bytes;
    try {
      String standard = base64.replace('-', '+').replace('_', '/').replace("=", "");
      bytes = Base64.getDecoder().decode(standard);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    try {
      String decoded =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      long printable = decoded.chars().filter(c -> c >= ' ' || c == '\n' || c == '\t').count();
      return printable >= PRINTABLE * decoded.length() ? Optional.of(decoded) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static final class Builder {
    private final StringBuilder text;
    private int[] from;
    private int[] to;

    Builder(int length) {
      text = new StringBuilder(length);
      from = new int[length];
      to = new int[length];
    }

    void copy(String source, int start, int end) {
      for (int i = start; i < end; i++) {
        add(String.valueOf(source.charAt(i)), i, i + 1);
      }
    }

    void add(String piece, int start, int end) {
      int length = text.length() + piece.length();
      if (length > from.length) {
        from = Arrays.copyOf(from, 2 * length);
        to = Arrays.copyOf(to, 2 * length);
      }
      Arrays.fill(from, text.length(), length, start);
      Arrays.fill(to, text.length(), length, end);
      text.append(piece);
    }

    Optional<View> unlessSame(String source) {
      String seen = text.toString();
      return seen.equals(source) || seen.isEmpty()
          ? Optional.empty()
          : Optional.of(new View(seen, from, to));
    }
  }
}
