package io.llmdevops.copilot.llm;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// JSON as models and providers write it: read whole, with limits of depth and size, and nothing
/// after it.
public final class Json {
  private static final int MAX_DEPTH = 200;
  private static final ObjectMapper MAPPER = mapper(false);

  /// Arguments with a name twice mean one thing here and another there.
  private static final ObjectMapper STRICT = mapper(true);

  private Json() {}

  private static ObjectMapper mapper(boolean strict) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  public static boolean isObject(String text) {
    try {
      return STRICT.readTree(text) instanceof ObjectNode;
    } catch (JacksonException e) {
      return false;
    }
  }

  /// Throws [JacksonException] when it is anything else.
  public static ObjectNode object(String text) throws JacksonException {
    JsonNode node = MAPPER.readTree(text);
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new JsonParseException(null, "not a JSON object");
  }

  /// Of text that is known to be an object: checked when it came in.
  public static ObjectNode known(String text) {
    try {
      return object(text);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not a JSON object", e);
    }
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }
}
