package io.llmdevops.copilot.llm.http;

import io.llmdevops.copilot.llm.ChatFailure.Kind;
import io.llmdevops.copilot.llm.stream.ChatFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A provider's key. None of the cases prints it.
public sealed interface ApiKey {
  /// For one request; a file is read each time, because mounted secrets are rotated in place.
  Optional<String> value();

  /// The text without the key.
  default String scrub(String text) {
    try {
      return value().map(key -> without(text, key)).orElse(text);
    } catch (ChatFailed unreadable) {
      return text;
    }
  }

  static String without(String text, String secret) {
    return secret.length() < 4 ? text : text.replace(secret, "***");
  }

  /// What the JDK says about a header with a line break in it repeats the header.
  static void requireOneLine(String what, String value) {
    if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
      throw new IllegalArgumentException(
          what + " has a character that cannot be sent: only printable ASCII can");
    }
  }

  record None() implements ApiKey {
    @Override
    public Optional<String> value() {
      return Optional.empty();
    }
  }

  record Given(String key) implements ApiKey {
    public Given {
      key = key.strip();
      requireOneLine("the API key", key);
    }

    @Override
    public Optional<String> value() {
      return Optional.of(key);
    }

    @Override
    public String toString() {
      return "Given[]";
    }
  }

  record InFile(Path file) implements ApiKey {
    @Override
    public Optional<String> value() {
      try {
        String key = Files.readString(file).strip();
        requireOneLine("the API key in " + file, key);
        return Optional.of(key);
      } catch (IOException e) {
        throw new ChatFailed(Kind.KEY_REFUSED, "the API key file cannot be read: " + e);
      } catch (IllegalArgumentException e) {
        throw new ChatFailed(Kind.KEY_REFUSED, String.valueOf(e.getMessage()));
      }
    }
  }
}
