package io.llmdevops.copilot.incidents.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.llmdevops.copilot.platform.errors.CopilotException;
import io.llmdevops.copilot.sources.Labels;
import java.util.Map;

/// The jsonb columns of the incident tables.
public final class Json {
  public static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private Json() {}

  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new CopilotException.Internal("writing a column as JSON", e);
    }
  }

  public static String write(Labels labels) {
    return write(labels.values());
  }

  public static <T> T read(String json, TypeReference<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new CopilotException.Internal("reading a column that holds JSON", e);
    }
  }

  public static Map<String, String> texts(String json) {
    return read(json, TEXTS);
  }

  public static Labels labels(String json) {
    return Labels.of(texts(json));
  }
}
