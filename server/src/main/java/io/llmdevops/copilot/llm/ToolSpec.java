package io.llmdevops.copilot.llm;

import java.util.regex.Pattern;

/// A tool that a model may ask for.
///
/// @param name letters, digits, `_` and `-`, at most 64: what all providers take
/// @param description when to use it, and what comes back
/// @param schema of its arguments: a JSON Schema (2020-12) of type `object`, as JSON text; handed
///   to the provider as it is
public record ToolSpec(String name, String description, String schema) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

  public ToolSpec {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a tool called '"
              + name
              + "'; allowed: a letter, then letters, digits, _ and -, at most"
              + " 64");
    }
    if (!Json.isObject(schema)) {
      throw new IllegalArgumentException("the schema of tool " + name + " is not a JSON object");
    }
  }
}
