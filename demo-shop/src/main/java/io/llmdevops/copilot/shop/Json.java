package io.llmdevops.copilot.shop;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The little JSON that the shop speaks: it writes nested maps, and reads flat objects of strings.
final class Json {

  private static final String STRING = "\"((?:[^\"\\\\]|\\\\[\"\\\\/])*)\"";
  private static final Pattern MEMBER =
      Pattern.compile("\\s*" + STRING + "\\s*:\\s*" + STRING + "\\s*");

  private Json() {}

  /// Writes a string, a number, or a map of them, in the order of the map.
  static String write(Object value) {
    return switch (value) {
      case Number number -> number.toString();
      case Map<?, ?> members ->
          members.entrySet().stream()
              .map(e -> quoted(e.getKey().toString()) + ':' + write(e.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case Iterable<?> items -> {
        var list = new StringBuilder("[");
        for (var item : items) {
          list.append(list.length() > 1 ? "," : "").append(write(item));
        }
        yield list.append(']').toString();
      }
      default -> quoted(value.toString());
    };
  }

  /// Reads an object whose members are all strings; empty when the text is anything else.
  static Optional<Map<String, String>> readFlat(String text) {
    var inner = text.strip();
    if (!inner.startsWith("{") || !inner.endsWith("}") || inner.length() < 2) {
      return Optional.empty();
    }
    inner = inner.substring(1, inner.length() - 1);
    var members = new TreeMap<String, String>();
    var matcher = MEMBER.matcher(inner);
    int at = 0;
    while (matcher.find(at) && matcher.start() == at) {
      members.put(unquoted(matcher.group(1)), unquoted(matcher.group(2)));
      if (matcher.end() == inner.length()) {
        return Optional.of(members);
      }
      if (inner.charAt(matcher.end()) != ',') {
        return Optional.empty();
      }
      at = matcher.end() + 1;
    }
    return inner.isBlank() ? Optional.of(members) : Optional.empty();
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            out.append('\\').append((char) c);
          } else if (c < 0x20) {
            out.append("\\u%04x".formatted(c));
          } else {
            out.append((char) c);
          }
        });
    return out.append('"').toString();
  }

  private static String unquoted(String text) {
    return text.replaceAll("\\\\(.)", "$1");
  }
}
