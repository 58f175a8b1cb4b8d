package io.llmdevops.copilot.sources.http;

import io.llmdevops.copilot.platform.errors.CopilotException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/// What is sent in the `Authorization` header. None of the cases prints its secret.
public sealed interface Credential {
  Credential NONE = new None();

  /// The header's value; a file is read each time, because mounted tokens are rotated in place.
  Optional<String> header();

  record None() implements Credential {
    @Override
    public Optional<String> header() {
      return Optional.empty();
    }
  }

  record Basic(String user, String password) implements Credential {
    @Override
    public Optional<String> header() {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    @Override
    public String toString() {
      return "Basic[user=" + user + "]";
    }
  }

  record Bearer(String token) implements Credential {
    @Override
    public Optional<String> header() {
      return Optional.of("Bearer " + token);
    }

    @Override
    public String toString() {
      return "Bearer[]";
    }
  }

  record BearerFile(Path file) implements Credential {
    @Override
    public Optional<String> header() {
      try {
        return Optional.of("Bearer " + Files.readString(file).strip());
      } catch (IOException e) {
        throw new CopilotException.Unavailable(
            "cannot read the bearer token file " + file + ": " + e, Duration.ofSeconds(30), e);
      }
    }
  }
}
