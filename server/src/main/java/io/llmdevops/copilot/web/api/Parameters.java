package io.llmdevops.copilot.web.api;

import io.llmdevops.copilot.platform.errors.CopilotException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Parameters and headers as values; what cannot be read is refused with what was expected.
final class Parameters {
  private static final Pattern ETAG = Pattern.compile("(?:W/)?\"?([0-9]{1,18})\"?");

  private Parameters() {}

  /// Words separated by commas, or repeated.
  static <E extends Enum<E>> Set<E> words(Class<E> type, String name, List<String> given) {
    Set<E> values = EnumSet.noneOf(type);
    given.stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .forEach(text -> values.add(word(type, name, text)));
    return values;
  }

  static <E extends Enum<E>> E word(Class<E> type, String name, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> value.name().equalsIgnoreCase(text.replace('-', '_')))
        .findFirst()
        .orElseThrow(() ->
            new CopilotException.BadRequest(
                "'%s' is no %s; there are %s"
                    .formatted(
                        text,
                        name,
                        Arrays.stream(type.getEnumConstants())
                            .map(v -> v.name().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", ")))));
  }

  static @Nullable Instant time(String name, @Nullable String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new CopilotException.BadRequest(
          "'%s' is '%s', which is no RFC 3339 time such as 2026-03-01T12:00:00Z"
              .formatted(name, text),
          e);
    }
  }

  static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new CopilotException.NotFound("there is nothing with the id '%s'".formatted(text));
    }
  }

  static Optional<String> text(@Nullable String text) {
    return Optional.ofNullable(text).filter(t -> !t.isBlank());
  }

  /// The version that an `If-Match` names; none for `*` and where the header is absent.
  static OptionalLong version(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return OptionalLong.empty();
    }
    Matcher matcher = ETAG.matcher(ifMatch.strip());
    if (!matcher.matches()) {
      // Some tag, but none that was ever current.
      return OptionalLong.of(-1);
    }
    return OptionalLong.of(Long.parseLong(matcher.group(1)));
  }

  static String etag(long version) {
    return "\"" + version + "\"";
  }

  static boolean matches(@Nullable String ifNoneMatch, long version) {
    return ifNoneMatch != null
        && Arrays.stream(ifNoneMatch.split(","))
            .map(String::strip)
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(tag -> tag.equals(etag(version)) || tag.equals("*"));
  }
}
