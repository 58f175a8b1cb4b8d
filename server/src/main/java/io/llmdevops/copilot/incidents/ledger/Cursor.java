package io.llmdevops.copilot.incidents.ledger;

import io.llmdevops.copilot.platform.errors.CopilotException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/// The key of the last row of a slice, newest first by time and then id: the next slice begins
/// behind it, however many rows were added before it meanwhile.
record Cursor(Instant at, UUID id) {

  /// Before the first row.
  static final Cursor START = new Cursor(Instant.parse("9999-01-01T00:00:00Z"), new UUID(-1L, -1L));

  String encode() {
    String text = at + "/" + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static Cursor decode(String text) {
    try {
      String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
      int slash = plain.indexOf('/');
      if (slash > 0) {
        return new Cursor(
            Instant.parse(plain.substring(0, slash)), UUID.fromString(plain.substring(slash + 1)));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new CopilotException.BadRequest(
          "the cursor '%s' is not one that a list gave out".formatted(text), e);
    }
    throw new CopilotException.BadRequest(
        "the cursor '%s' is not one that a list gave out".formatted(text));
  }
}
