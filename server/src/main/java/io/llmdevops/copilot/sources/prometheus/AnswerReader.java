package io.llmdevops.copilot.sources.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the envelope of the Prometheus API (`status`, `data`, `error`, `warnings`, `infos`) token
/// by token; the tree is never built. Unknown fields are skipped, because every implementation of
/// this API adds some.
final class AnswerReader {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Label names come from outside, and what is interned stays.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNameLength(4096)
                  .maxStringLength(1 << 20)
                  .maxNestingDepth(20)
                  .build())
          .build();

  /// What the envelope said. `complete` is false when the data reader had enough before the end.
  record Envelope(
      String status,
      @Nullable String errorType,
      @Nullable String error,
      List<String> warnings,
      boolean complete) {
    boolean failed() {
      return !status.equals("success");
    }
  }

  /// Reads the value that the parser stands on, and leaves it on that value's last token. Returns
  /// false when nothing more is wanted.
  interface DataReader {
    boolean read(JsonParser json) throws IOException;
  }

  private AnswerReader() {}

  static Envelope read(InputStream body, DataReader data) throws IOException {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(json, "the answer is not a JSON object");
      }
      String status = null;
      String errorType = null;
      String error = null;
      boolean hasData = false;
      List<String> warnings = new ArrayList<>();
      for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
        json.nextToken();
        switch (field) {
          case "status" -> status = json.getText();
          case "errorType" -> errorType = json.getText();
          case "error" -> error = json.getText();
          case "warnings", "infos" -> strings(json, warnings);
          case "isPartial" -> {
            if (json.currentToken() == JsonToken.VALUE_TRUE) {
              warnings.add("the source says that its answer is partial");
            }
          }
          case "data" -> {
            hasData = true;
            if (!data.read(json)) {
              return new Envelope("success", null, null, warnings, false);
            }
          }
          default -> json.skipChildren();
        }
      }
      if (status == null || (status.equals("success") && !hasData)) {
        throw new JsonParseException(json, "the answer has no status or no data");
      }
      // Reads to the end of the body, so that the connection can be used again.
      if (json.nextToken() != null) {
        throw new JsonParseException(json, "something follows the answer");
      }
      return new Envelope(status, errorType, error, warnings, true);
    }
  }

  private static void strings(JsonParser json, List<String> into) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      json.skipChildren();
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      into.add(json.getText());
      json.skipChildren();
    }
  }
}
