package io.llmdevops.copilot.sources.memory;

import io.llmdevops.copilot.platform.errors.CopilotException.BadRequest;
import io.llmdevops.copilot.sources.Labels;
import io.llmdevops.copilot.sources.Matcher;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The matchers of a selector as one test. A label that a series doesn't have counts as the empty
/// value, as in Prometheus.
record LabelFilter(List<Predicate<Labels>> tests) implements Predicate<Labels> {
  private static final int MAX_EXPRESSION = 1000;

  /// What Java's expressions know and RE2's don't: look-around, atomic groups, back references,
  /// possessive quantifiers. A Prometheus refuses them, so they are refused here too.
  private static final Pattern NOT_RE2 =
      Pattern.compile("\\(\\?(?:[=!>]|<[=!])|\\\\[1-9k]|[*+?}]\\+");

  LabelFilter {
    tests = List.copyOf(tests);
  }

  static LabelFilter of(List<Matcher> matchers) {
    return new LabelFilter(matchers.stream().map(LabelFilter::test).toList());
  }

  @Override
  public boolean test(Labels labels) {
    for (Predicate<Labels> test : tests) {
      if (!test.test(labels)) {
        return false;
      }
    }
    return true;
  }

  private static Predicate<Labels> test(Matcher matcher) {
    String label = matcher.label();
    return switch (matcher.operator()) {
      case EQUAL -> labels -> value(labels, label).equals(matcher.value());
      case NOT_EQUAL -> labels -> !value(labels, label).equals(matcher.value());
      case MATCHES -> {
        Pattern pattern = pattern(matcher.value());
        yield labels -> matches(pattern, value(labels, label));
      }
      case NOT_MATCHES -> {
        Pattern pattern = pattern(matcher.value());
        yield labels -> !matches(pattern, value(labels, label));
      }
    };
  }

  private static String value(Labels labels, String label) {
    return labels.get(label).orElse("");
  }

  private static Pattern pattern(String expression) {
    if (expression.length() > MAX_EXPRESSION) {
      throw new BadRequest(
          "regular expression of %d characters, at most %d are taken"
              .formatted(expression.length(), MAX_EXPRESSION));
    }
    if (NOT_RE2.matcher(expression).find()) {
      throw new BadRequest("'" + expression + "' is not an RE2 expression");
    }
    try {
      return Pattern.compile(expression.replace("(?P<", "(?<"), Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw new BadRequest("'" + expression + "': " + e.getDescription(), e);
    }
  }

  private static boolean matches(Pattern pattern, String value) {
    return pattern.matcher(new MeteredText(value, new MeteredText.Meter(pattern))).matches();
  }

  /// Java's matcher backtracks, and some expressions take it longer than the universe is old. It
  /// reads its input character by character, so counting those ends it in time.
  private record MeteredText(String text, Meter meter) implements CharSequence {
    private static final int MAX_READS = 1_000_000;

    private static final class Meter {
      private final Pattern pattern;
      private int reads;

      Meter(Pattern pattern) {
        this.pattern = pattern;
      }

      void count() {
        if (++reads > MAX_READS) {
          throw new BadRequest("the expression '" + pattern + "' takes too long; make it simpler");
        }
      }
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      meter.count();
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
