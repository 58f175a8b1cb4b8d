package io.llmdevops.copilot.sources.prometheus;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.llmdevops.copilot.sources.Labels;
import java.io.IOException;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads one label set. A set with more labels, or longer ones, than the limit takes is read over
/// and counted: one broken exporter must not blind the copilot to all the others.
final class LabelReader {
  private static final int MAX_CHARACTERS = 65_536;

  private final int maxLabels;
  private int refused;

  LabelReader(int maxLabels) {
    this.maxLabels = maxLabels;
  }

  /// Null when the set was refused.
  @Nullable Labels read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new JsonParseException(json, "a label set must be an object");
    }
    TreeMap<String, String> labels = new TreeMap<>();
    int characters = 0;
    int count = 0;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      String value = json.nextTextValue();
      if (value == null) {
        throw new JsonParseException(json, "the value of label '" + name + "' is not a string");
      }
      count++;
      characters += name.length() + value.length();
      if (count <= maxLabels && characters <= MAX_CHARACTERS) {
        labels.put(name, value);
      }
    }
    if (count > maxLabels || characters > MAX_CHARACTERS) {
      refused++;
      return null;
    }
    return new Labels(labels);
  }

  int refused() {
    return refused;
  }

  String warning() {
    return refused
        + " series left out: more than "
        + maxLabels
        + " labels or "
        + MAX_CHARACTERS
        + " characters of labels";
  }
}
