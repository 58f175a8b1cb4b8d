package io.llmdevops.copilot.sources.scrape;

import io.llmdevops.copilot.sources.Labels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the Prometheus text format 0.0.4, and of OpenMetrics 1.0 what differs in a sample's line
/// (exemplars, `# EOF`). Timestamps in the text are read over: the time of the scrape counts, so
/// that a target with a wrong clock is seen all the same.
final class Exposition {
  /// Takes one sample. `labels` is empty when the series has more or longer labels than allowed.
  interface Sink {
    void sample(Optional<Labels> labels, double value) throws Malformed;
  }

  /// The text is not in the format: nothing of it can be trusted.
  static final class Malformed extends IOException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  private static final int MAX_CHARACTERS = 16_384;

  private final int maxLabels;
  private String line = "";
  private int lineNumber;
  private int at;

  private Exposition(int maxLabels) {
    this.maxLabels = maxLabels;
  }

  static void read(Reader text, int maxLabels, Sink sink) throws IOException {
    new Exposition(maxLabels).readAll(new BufferedReader(text), sink);
  }

  private void readAll(BufferedReader text, Sink sink) throws IOException {
    for (String next = text.readLine(); next != null; next = text.readLine()) {
      line = next;
      lineNumber++;
      at = 0;
      skipBlanks();
      if (at < line.length() && line.charAt(at) != '#') {
        Optional<Labels> labels = labels();
        sink.sample(labels, value());
      }
    }
  }

  private Optional<Labels> labels() throws Malformed {
    TreeMap<String, String> labels = new TreeMap<>();
    int begin = at;
    String name = word();
    if (!name.isEmpty()) {
      labels.put("__name__", name);
    }
    int count = 0;
    skipBlanks();
    if (peek() == '{') {
      at++;
      for (skipBlanks(); peek() != '}'; skipBlanks()) {
        String key = peek() == '"' ? quoted() : word();
        skipBlanks();
        if (peek() == '=') {
          at++;
          skipBlanks();
          String value = quoted();
          if (key.isEmpty()) {
            throw malformed("a label without a name");
          }
          if (++count <= maxLabels) {
            labels.put(key, value);
          }
        } else if (labels.putIfAbsent("__name__", key) != null) {
          throw malformed("expected '='"); // a quoted name in the braces is the metric's
        }
        skipBlanks();
        if (peek() == ',') {
          at++;
        } else if (peek() != '}') {
          throw malformed("expected ',' or '}'");
        }
      }
      at++;
    }
    if (!labels.containsKey("__name__")) {
      throw malformed("a sample without a name");
    }
    return count > maxLabels || at - begin > MAX_CHARACTERS
        ? Optional.empty()
        : Optional.of(new Labels(labels));
  }

  private String word() {
    int begin = at;
    while (at < line.length() && isNamePart(line.charAt(at))) {
      at++;
    }
    return line.substring(begin, at);
  }

  private static boolean isNamePart(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == ':';
  }

  private String quoted() throws Malformed {
    if (peek() != '"') {
      throw malformed("expected '\"'");
    }
    int end = at + 1;
    while (end < line.length() && line.charAt(end) != '"') {
      end += line.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= line.length()) {
      throw malformed("a label value without its end");
    }
    String raw = line.substring(at + 1, end);
    at = end + 1;
    return raw.indexOf('\\') < 0 ? raw : unescaped(raw);
  }

  private static String unescaped(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\' || i + 1 == raw.length()) {
        text.append(c);
      } else {
        char next = raw.charAt(++i);
        switch (next) {
          case 'n' -> text.append('\n');
          case '\\', '"' -> text.append(next);
          default -> text.append(c).append(next);
        }
      }
    }
    return text.toString();
  }

  private double value() throws Malformed {
    skipBlanks();
    int begin = at;
    while (at < line.length() && !isBlank(line.charAt(at))) {
      at++;
    }
    String text = line.substring(begin, at);
    Double known = NOT_FINITE.get(text);
    if (known != null) {
      return known;
    }
    // Java also reads "1d", "1f" and "NaN" in its own spelling; the format does not.
    if (text.isEmpty()
        || (!Character.isDigit(text.charAt(text.length() - 1)) && !text.endsWith("."))) {
      throw malformed("'" + text + "' is not a number");
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw malformed("'" + text + "' is not a number");
    }
  }

  private static final Map<String, Double> NOT_FINITE =
      Map.of(
          "NaN", Double.NaN,
          "+Inf", Double.POSITIVE_INFINITY,
          "Inf", Double.POSITIVE_INFINITY,
          "-Inf", Double.NEGATIVE_INFINITY);

  private void skipBlanks() {
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private char peek() throws Malformed {
    if (at >= line.length()) {
      throw malformed("the line ends too early");
    }
    return line.charAt(at);
  }

  private Malformed malformed(String what) {
    String shown = line.length() <= 120 ? line : line.substring(0, 120) + "...";
    return new Malformed("line " + lineNumber + ": " + what + ": " + shown);
  }
}
