package io.llmdevops.copilot.web.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.llmdevops.copilot.incidents.IdempotencyKeys;
import io.llmdevops.copilot.platform.errors.CopilotException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes that carry an `Idempotency-Key` are done once; a repeat within a day gets the answer of
/// the first.
@ApplicationScoped
public class Repeats {
  private static final int LONGEST_KEY = 200;

  private final IdempotencyKeys keys;
  private final ObjectMapper json;

  Repeats(IdempotencyKeys keys, ObjectMapper json) {
    this.keys = keys;
    this.json = json;
  }

  /// `etag` is absent where the answer has no version.
  record Answer(int status, Object body, @Nullable String etag) {}

  /// @param request all that makes two requests the same
  Response once(String actor, @Nullable String key, String request, Supplier<Answer> deed) {
    if (key == null || key.isBlank()) {
      return response(deed.get(), false);
    }
    if (key.length() > LONGEST_KEY) {
      throw new CopilotException.BadRequest(
          "an Idempotency-Key has at most %d characters".formatted(LONGEST_KEY));
    }
    Optional<IdempotencyKeys.Stored> before = keys.begin(actor, key, sha256(request));
    if (before.isPresent()) {
      return Response.status(before.get().status())
          .type(MediaType.APPLICATION_JSON)
          .entity(before.get().response())
          .header("Idempotent-Replay", "true")
          .build();
    }
    try {
      Answer answer = deed.get();
      keys.finish(actor, key, answer.status(), write(answer.body()));
      return response(answer, true);
    } catch (RuntimeException e) {
      keys.forget(actor, key);
      throw e;
    }
  }

  private Response response(Answer answer, boolean keyed) {
    Response.ResponseBuilder response =
        Response.status(answer.status()).type(MediaType.APPLICATION_JSON).entity(answer.body());
    if (answer.etag() != null) {
      response.header("ETag", answer.etag());
    }
    return keyed ? response.header("Idempotent-Replay", "false").build() : response.build();
  }

  private String write(Object body) {
    try {
      return json.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new CopilotException.Internal("writing an answer as JSON", e);
    }
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
