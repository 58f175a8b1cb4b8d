package io.llmdevops.copilot.platform.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// One known setting. In the key a `*` stands for a name that the operator chooses and `[*]` for a
/// position in a list: `copilot.sources.*.url`, `copilot.watches[*].query`.
///
/// @param type as shown to people: `text`, `number`, `yes/no`, `duration`, `URL`, ...
/// @param defaultValue empty when there is none
/// @param oneOf the allowed words; empty when any value of the type is
record SettingDefinition(
    String key,
    String env,
    Notation type,
    String defaultValue,
    List<String> oneOf,
    Bounds bounds,
    boolean secret,
    String description) {

  SettingDefinition {
    oneOf = List.copyOf(oneOf);
  }

  enum Notation {
    TEXT("text"),
    NUMBER("whole number"),
    DECIMAL("number"),
    YES_NO("true or false"),
    DURATION("duration, such as 500ms, 10s, 5m, 1h, 2d"),
    WORD("one of");

    final String words;

    Notation(String words) {
      this.words = words;
    }
  }

  /// Both ends are allowed values.
  record Bounds(long min, long max) {
    static final Bounds NONE = new Bounds(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /// The derived name of its environment variable; each `*` is to be replaced.
  String derivedEnv() {
    return key.replace("[*]", "_*").replaceAll("[.\\-]", "_").toUpperCase(Locale.ROOT);
  }

  boolean hasKey(String candidate) {
    return key.contains("*") ? keyPattern().matcher(candidate).matches() : key.equals(candidate);
  }

  private Pattern keyPattern() {
    String regex =
        Pattern.quote(key).replace("[*]", "\\E\\[\\d+\\]\\Q").replace("*", "\\E[^.\\[\\]]+\\Q");
    return Pattern.compile(regex);
  }

  /// The key that an environment variable of this name sets, when it is one of ours. Names that the
  /// operator chooses come out in lower case.
  Optional<String> keyOfEnv(String name) {
    if (!env.isEmpty() && env.equals(name)) {
      return Optional.of(key);
    }
    String derived = derivedEnv();
    if (!derived.contains("*")) {
      return derived.equals(name) ? Optional.of(key) : Optional.empty();
    }
    Pattern pattern = Pattern.compile(Pattern.quote(derived).replace("*", "\\E(.+?)\\Q"));
    var matcher = pattern.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String found = key;
    for (int i = 1; i <= matcher.groupCount(); i++) {
      found = found.replaceFirst("\\*", matcher.group(i).toLowerCase(Locale.ROOT));
    }
    return hasKey(found) ? Optional.of(found) : Optional.empty();
  }

  /// What is wrong with this value, if anything.
  Optional<String> objection(String value) {
    boolean good =
        switch (type) {
          case TEXT -> true;
          case NUMBER -> Values.number(value).filter(n -> inBounds(n)).isPresent();
          case DECIMAL -> Values.decimal(value).isPresent();
          case YES_NO -> value.equals("true") || value.equals("false");
          case DURATION -> Values.duration(value).isPresent();
          case WORD -> oneOf.contains(value.toLowerCase(Locale.ROOT));
        };
    return good ? Optional.empty() : Optional.of(allowed());
  }

  private boolean inBounds(long value) {
    return value >= bounds.min() && value <= bounds.max();
  }

  String allowed() {
    return switch (type) {
      case WORD -> "one of " + String.join(", ", oneOf);
      case NUMBER -> {
        boolean above = bounds.min() != Long.MIN_VALUE;
        boolean below = bounds.max() != Long.MAX_VALUE;
        yield type.words
            + (above && below
                ? " from " + bounds.min() + " to " + bounds.max()
                : above ? ", at least " + bounds.min() : below ? ", at most " + bounds.max() : "");
      }
      case TEXT, DECIMAL, YES_NO, DURATION -> type.words;
    };
  }
}
