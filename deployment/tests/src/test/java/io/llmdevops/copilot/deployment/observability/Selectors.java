package io.llmdevops.copilot.deployment.observability;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What an expression in PromQL asks for: metrics with their matchers, and the labels by which it
/// groups and joins. It does not judge the expression; promtool does.
record Selectors(List<Selector> selectors, List<String> grouping) {
  /// @param matchers label to the quoted value, whatever the operator
  record Selector(String metric, Map<String, String> matchers) {}

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|#[^\\n]*|\"(?:\\\\.|[^\"\\\\])*\"|'[^']*'|\\$\\w+|[0-9][0-9a-zA-Z.]*"
              + "|[a-zA-Z_:][a-zA-Z0-9_:]*|=~|!~|!=|==|>=|<=|.",
          Pattern.DOTALL);
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");
  private static final Set<String> GROUPERS =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

  Selectors {
    selectors = List.copyOf(selectors);
    grouping = List.copyOf(grouping);
  }

  static Selectors of(String expression) {
    List<String> tokens = tokens(expression);
    List<Selector> selectors = new ArrayList<>();
    List<String> grouping = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      String next = i + 1 < tokens.size() ? tokens.get(i + 1) : "";
      if (token.equals("[")) {
        i = end(tokens, i, "]");
      } else if (GROUPERS.contains(token)) {
        if (next.equals("(")) {
          int end = end(tokens, i + 1, ")");
          tokens.subList(i + 2, end).stream().filter(Selectors::name).forEach(grouping::add);
          i = end;
        }
      } else if (asked(token) && next.equals("{")) {
        int end = end(tokens, i + 1, "}");
        selectors.add(new Selector(token, matchers(tokens.subList(i + 2, end))));
        i = end;
      } else if (asked(token) && !next.equals("(") && !GROUPERS.contains(next)) {
        selectors.add(new Selector(token, Map.of()));
      }
    }
    return new Selectors(selectors, grouping);
  }

  private static List<String> tokens(String expression) {
    List<String> tokens = new ArrayList<>();
    Matcher token = TOKEN.matcher(expression);
    while (token.find()) {
      if (!token.group().isBlank() && !token.group().startsWith("#")) {
        tokens.add(token.group());
      }
    }
    return tokens;
  }

  /// Not whether it is a function.
  private static boolean asked(String token) {
    return name(token) && !WORDS.contains(token.toLowerCase(Locale.ROOT));
  }

  private static boolean name(String token) {
    return Character.isLetter(token.charAt(0)) || token.charAt(0) == '_' || token.charAt(0) == ':';
  }

  private static int end(List<String> tokens, int from, String closing) {
    int end = from;
    while (!tokens.get(end).equals(closing)) {
      end++;
    }
    return end;
  }

  /// label, operator, value, comma.
  private static Map<String, String> matchers(List<String> tokens) {
    Map<String, String> matchers = new LinkedHashMap<>();
    for (int i = 0; i + 2 < tokens.size(); i += 4) {
      String value = tokens.get(i + 2);
      matchers.put(tokens.get(i), value.substring(1, value.length() - 1));
    }
    return matchers;
  }
}
